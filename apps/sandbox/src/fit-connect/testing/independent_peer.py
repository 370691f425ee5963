"""A sender and a subscriber of FIT-Connect, written from the documentation with Python's standard library and `cryptography` only.

Arguments: port, sender's id and secret, subscriber's id and secret. Prints one line of JSON when everything was as documented; ends with 77 where
`cryptography` is absent, with a trace where the service is not as documented.
"""
import base64
import datetime
import hashlib
import http.client
import json
import os
import sys
import time
import urllib.parse
import uuid

try:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding, rsa
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
except ImportError:
    sys.exit(77)

PORT = int(sys.argv[1])
HOST = f"fit-connect.sandbox.localhost:{PORT}"
EVENTS = "https://schema.fitko.de/fit-connect/events/"
LEIKA = "urn:de:fim:leika:leistung:99134005017000"
PSS = padding.PSS(mgf=padding.MGF1(hashes.SHA512()), salt_length=64)
OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def call(method, path, status, token=None, body=None, kind="application/json"):
    headers = {"Host": HOST, "User-Agent": "independent-peer/1"}
    if token:
        headers["Authorization"] = "Bearer " + token
    if body is not None:
        headers["Content-Type"] = kind
        if not isinstance(body, (bytes, str)):
            body = json.dumps(body)
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    assert answer.status == status, f"{method} {path}: {answer.status} {data[:500]!r}"
    return json.loads(data) if "json" in (answer.getheader("Content-Type") or "") else data


def token(client_id, secret):
    form = urllib.parse.urlencode({"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret})
    answer = call("POST", "/auth/token", 200, body=form, kind="application/x-www-form-urlencoded")
    assert answer["token_type"] == "Bearer" and 0 < answer["expires_in"] <= 1800
    return answer["access_token"]


def jwk(key, alg, op):
    numbers = key.public_key().public_numbers()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Stadt Musterstadt")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
                   .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=30))
                   .sign(key, hashes.SHA512(), rsa_padding=padding.PSS(mgf=padding.MGF1(hashes.SHA512()), salt_length=64)))
    return {"kty": "RSA", "n": b64(numbers.n.to_bytes(512, "big")), "e": "AQAB", "kid": str(uuid.uuid4()), "alg": alg, "key_ops": [op],
            "x5c": [base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()]}


def public_key(jwk_):
    return rsa.RSAPublicNumbers(65537, int.from_bytes(unb64(jwk_["n"]), "big")).public_key()


def encrypt(plain, key, cty):
    header = b64(json.dumps({"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": key["kid"], "cty": cty}).encode())
    cek, iv = os.urandom(32), os.urandom(12)
    sealed = AESGCM(cek).encrypt(iv, plain, header.encode())
    return ".".join([header, b64(public_key(key).encrypt(cek, OAEP)), b64(iv), b64(sealed[:-16]), b64(sealed[-16:])])


def decrypt(jwe, private):
    header, wrapped, iv, text, tag = jwe.split(".")
    return AESGCM(private.decrypt(unb64(wrapped), OAEP)).decrypt(unb64(iv), unb64(text) + unb64(tag), header.encode())


def sign(payload, private, kid):
    text = b64(json.dumps({"typ": "secevent+jwt", "alg": "PS512", "kid": kid}).encode()) + "." + b64(json.dumps(payload).encode())
    return text + "." + b64(private.sign(text.encode(), PSS, hashes.SHA512()))


def verified(log, destination, as_token, case):
    """Every token of a log with its signature proved by the issuer's published key."""
    service = {key["kid"]: key for key in call("GET", "/submission-api/.well-known/jwks.json", 200)["keys"]}
    events = []
    for token_ in log:
        head, body, signature = token_.split(".")
        header, claims = json.loads(unb64(head)), json.loads(unb64(body))
        assert sorted(header) == ["alg", "kid", "typ"] and header["typ"] == "secevent+jwt" and header["alg"] == "PS512"
        if claims["iss"].startswith("http"):
            assert claims["iss"] == f"http://{HOST}/submission-api"
            key = service[header["kid"]]
        else:
            assert claims["iss"] == destination
            key = call("GET", f"/submission-api/v2/destinations/{destination}/keys/{header['kid']}", 200, as_token)
        assert key["key_ops"] == ["verify"] and key["alg"] == "PS512"
        public_key(key).verify(unb64(signature), f"{head}.{body}".encode(), PSS, hashes.SHA512())
        assert claims["txn"] == f"case:{case}" and len(claims["events"]) == 1
        events.append((claims, *next(iter(claims["events"].items()))))
    assert len({claims["jti"] for claims, _, _ in events}) == len(events)
    return events


def sha512(data):
    return {"type": "sha512", "content": hashlib.sha512(data).hexdigest()}


def main():
    sender, subscriber = token(sys.argv[2], sys.argv[3]), token(sys.argv[4], sys.argv[5])
    opening, signing = rsa.generate_private_key(65537, 4096), rsa.generate_private_key(65537, 4096)
    opening_jwk, signing_jwk = jwk(opening, "RSA-OAEP-256", "wrapKey"), jwk(signing, "PS512", "verify")
    destination = call("POST", "/destination-api/v1/destinations", 201, subscriber, {
        "name": "Zustellpunkt Musterstadt", "contactInformation": {"legalName": "Stadt Musterstadt", "email": "fit@musterstadt.example"},
        "services": [{"identifier": LEIKA, "submissionSchemas": [{"schemaUri": "https://schema.example.org/a.json", "mimeType": "application/json"}], "regions": ["DE059990001001"]}],
        "encryptionKid": opening_jwk["kid"], "encryptionPublicKey": opening_jwk, "signingPublicKey": signing_jwk, "metadataVersions": ["2.1.0"], "replyChannels": {"eMail": {}}})["destinationId"]
    call("PATCH", f"/destination-api/v1/destinations/{destination}", 200, subscriber, {"status": "active"}, "application/merge-patch+json")

    routes = call("GET", f"/routing/v1/routes?leikaKey={LEIKA[-14:]}&ars=059990001001", 200)["routes"]
    head, body, signature = next(route for route in routes if route["destinationId"] == destination)["destinationSignature"].split(".")
    portal = {key["kid"]: key for key in call("GET", "/ssp/.well-known/jwks.json", 200)["keys"]}
    public_key(portal[json.loads(unb64(head))["kid"]]).verify(unb64(signature), f"{head}.{body}".encode(), PSS, hashes.SHA512())
    assert json.loads(unb64(body))["destinationId"] == destination

    seen = call("GET", f"/submission-api/v2/destinations/{destination}", 200, sender)
    assert seen["status"] == "active" and "2.1.0" in seen["metadataVersions"]
    key = call("GET", f"/submission-api/v2/destinations/{destination}/keys/{seen['encryptionKid']}", 200, sender)
    assert x509.load_der_x509_certificate(base64.b64decode(key["x5c"][0])).public_key().public_numbers().n == int.from_bytes(unb64(key["n"]), "big")

    attachment_id, attachment, data = str(uuid.uuid4()), os.urandom(100_000), b'{"name":"Erika Beispiel"}'
    announced = call("POST", "/submission-api/v2/submissions", 201, sender, {
        "destinationId": destination, "announcedAttachments": [attachment_id], "publicService": {"name": "Wohngeld", "identifier": LEIKA}, "region": "DE059990001001"})
    submission, case = announced["submissionId"], announced["caseId"]
    sealed = encrypt(attachment, key, "application/pdf")
    call("PUT", f"/submission-api/v2/submissions/{submission}/attachments/{attachment_id}", 204, sender, sealed, "application/jose")
    metadata = {"$schema": "https://schema.fitko.de/fit-connect/metadata/2.1.0/metadata.schema.json", "contentStructure": {
        "data": {"hash": sha512(data), "submissionSchema": {"schemaUri": "https://schema.example.org/a.json", "mimeType": "application/json"}},
        "attachments": [{"hash": sha512(attachment), "purpose": "attachment", "mimeType": "application/pdf", "attachmentId": attachment_id, "filename": "a.pdf"}]}}
    content = {"encryptedMetadata": encrypt(json.dumps(metadata).encode(), key, "application/json"), "encryptedData": encrypt(data, key, "application/json")}
    call("PUT", f"/submission-api/v2/submissions/{submission}", 200, sender, content)

    listed = call("GET", f"/submission-api/v2/submissions?destinationId={destination}&offset=0&limit=100", 200, subscriber)
    assert [entry["submissionId"] for entry in listed["submissions"]] == [submission] and listed["totalCount"] == 1
    fetched = call("GET", f"/submission-api/v2/submissions/{submission}", 200, subscriber)
    log = call("GET", f"/submission-api/v2/cases/{case}/events", 200, subscriber)["eventLog"]
    events = verified(log, destination, subscriber, case)
    assert [name for _, name, _ in events] == [EVENTS + "create-submission", EVENTS + "submit-submission"]
    claims, _, payload = events[1]
    tags = payload["authenticationTags"]
    body = call("GET", f"/submission-api/v2/submissions/{submission}/attachments/{attachment_id}", 200, subscriber).decode()
    assert tags == {"metadata": fetched["encryptedMetadata"].split(".")[4], "data": fetched["encryptedData"].split(".")[4], "attachments": {attachment_id: body.split(".")[4]}}
    assert json.loads(decrypt(fetched["encryptedMetadata"], opening)) == metadata and decrypt(fetched["encryptedData"], opening) == data and decrypt(body, opening) == attachment

    accept = {"$schema": claims["$schema"], "jti": str(uuid.uuid4()), "iss": destination, "iat": int(time.time()), "sub": f"submission:{submission}", "txn": f"case:{case}",
              "events": {EVENTS + "accept-submission": {"authenticationTags": tags}}}
    call("POST", f"/submission-api/v2/cases/{case}/events", 204, subscriber, sign(accept, signing, signing_jwk["kid"]), "application/jose")
    log = call("GET", f"/submission-api/v2/submissions/{submission}/events?limit=500", 200, sender)["eventLog"]
    print(json.dumps({"events": [name[len(EVENTS):] for _, name, _ in verified(log, destination, sender, case)]}))


main()
