from tests.journeys.conftest import *
from tests.journeys.test_many import *


def test_shots(demo, open_as, tmp_path):
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(tmp_path / "photo.jpg", quality=70)
    wu = open_as("police", PHONE, "/field")
    expect(wu.locator("#jobs")).to_be_attached()
    ids = [reported(wu, k) for k in ("hazard", "dispute", "other")]
    rosa = live(open_as("officer", DESK, "/incidents"))
    tick(rosa, *ids)
    rosa.screenshot(path="/tmp/manyx/s-ticked.png")
    act(rosa, "send")
    expect(outcome(rosa, "done")).to_have_count(3)
    row(rosa, ids[0]).locator(".board-code").click()
    for step in ("acknowledged", "en_route", "on_scene"):
        job = wu.locator(f"#jobs article[data-incident='{ids[0]}']")
        job.locator(f".step.{step} button").click()
        expect(job).to_have_attribute("data-state", step)
    job.locator("input[name=photo]").set_input_files(tmp_path / "photo.jpg")
    expect(wu.locator(".attached img")).to_have_count(1)
    expect(rosa.locator(".detail .attached img")).to_have_count(1)
    wu.screenshot(path="/tmp/manyx/s-phone.png", full_page=True)
    rosa.screenshot(path="/tmp/manyx/s-desk.png")
    tab = live(open_as("street_officer", (1024, 768), "/incidents"))
    tick(tab, *ids)
    tab.screenshot(path="/tmp/manyx/s-tablet.png")
