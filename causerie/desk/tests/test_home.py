"""The first page of a house that is not a demonstration."""


def test_it_welcomes_who_is_not_signed_in(client, brand):
    page = client.get("/", headers={"accept-language": "en"})
    assert page.status_code == 200
    assert "/account/login/" in page.content.decode()


def test_it_leads_members_to_their_desk(client, florian):
    client.force_login(florian.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/").headers["Location"] == "/desk/"
