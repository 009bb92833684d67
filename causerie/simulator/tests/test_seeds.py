"""Where a real community lives, no demonstration is made."""

from causerie.brands.models import Brand
from causerie.simulator import seeds

URL = "http://127.0.0.1:8000"


def test_a_real_community_gets_no_known_passwords(brand):
    Brand.objects.update(slug="somebody-else")
    assert seeds.lived_in()
