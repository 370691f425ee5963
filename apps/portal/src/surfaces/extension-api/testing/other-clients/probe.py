"""A day's work with the client that openapi-python-client makes of the published document; nothing of the client is written by hand."""
import os

import httpx
from portal_client import AuthenticatedClient
from portal_client.api.answers import send_message
from portal_client.api.applications import get_answers_xml, get_application, list_applications, submit_application
from portal_client.api.events import list_events
from portal_client.api.tenant import get_tenant
from portal_client.models import MessageRequest, MessageRequestKind, Problem, SubmissionRequest, SubmissionRequestAnswers
from portal_client.models.list_applications_acknowledged import ListApplicationsAcknowledged

address, host, tenant = os.environ["ADDRESS"], os.environ["HOST_NAME"], os.environ["TENANT"]
granted = httpx.post(f"{address}/oauth/token", headers={"host": host}, auth=(os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"]), data={"grant_type": "client_credentials", "tenant": tenant}).json()
client = AuthenticatedClient(base_url=f"{address}/api/v1", token=granted["access_token"], headers={"host": host, "accept-language": "en"})

town = get_tenant.sync(client=client)
assert town.slug == tenant, town
pothole = SubmissionRequestAnswers.from_dict({"mangel": {"art": "schlagloch", "ort": {"words": "Lindenweg 7"}, "beschreibung": "Tiefes Schlagloch."}})
made = submit_application.sync(client=client, body=SubmissionRequest(service="maengelmelder", confirmed=True, answers=pothole), idempotency_key="python-1")
again = submit_application.sync_detailed(client=client, body=SubmissionRequest(service="maengelmelder", confirmed=True, answers=pothole), idempotency_key="python-1")
assert again.parsed.id == made.id and again.headers["idempotency-replayed"] == "true", again
fetched = get_application.sync(client=client, id=made.id)
assert fetched.reference == made.reference and fetched.parts[0].data["mangel"]["art"] == "schlagloch", fetched
assert fetched.submitted_at.tzinfo is not None
xml = get_answers_xml.sync_detailed(client=client, id=made.id)
assert b"schlagloch" in xml.content, xml
told = send_message.sync(client=client, id=made.id, body=MessageRequest(kind=MessageRequestKind.INFORMATION, text="Wir sehen uns die Stelle an."), idempotency_key="python-2")
assert told.kind == "information", told
page = list_applications.sync(client=client, limit="1", acknowledged=ListApplicationsAcknowledged.FALSE)
assert len(page.items) == 1 and isinstance(page.more, bool), page
feed = list_events.sync(client=client)
assert feed.items[0].data["by"] in ("citizen", "visitor", "extension"), feed
absent = get_application.sync(client=client, id="01890a5d-ac96-774b-bcce-b302099a8057")
assert isinstance(absent, Problem) and absent.code == "not-found", absent
wrong = submit_application.sync(client=client, body=SubmissionRequest(service="maengelmelder", confirmed=True, answers=SubmissionRequestAnswers()), idempotency_key="python-3")
assert isinstance(wrong, Problem) and wrong.errors[0].pointer.startswith("/answers/"), wrong
print("usable", made.reference)
