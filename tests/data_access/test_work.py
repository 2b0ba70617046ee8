def test_start(morning):
    i = morning.sent_to_own()
    print(i)
    r = morning.resolved(1)
    print(r.state)
