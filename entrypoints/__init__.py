"""Every other way in: plain HTTP, the command line, and the processes behind them."""
