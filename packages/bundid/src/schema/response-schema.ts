/** Own compact schema of the response profile (SAML 2.0 Core chapter 3, reduced). Assertions are left to the steps, which name what is wrong. */
export const responseSchema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"
  xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
  targetNamespace="urn:oasis:names:tc:SAML:2.0:protocol" elementFormDefault="qualified">
  <xs:import namespace="http://www.w3.org/2000/09/xmldsig#" schemaLocation="bundid-schema:///signature.xsd"/>
  <xs:import namespace="urn:oasis:names:tc:SAML:2.0:assertion" schemaLocation="bundid-schema:///assertion.xsd"/>
  <xs:element name="StatusCode"><xs:complexType>
    <xs:sequence><xs:element ref="samlp:StatusCode" minOccurs="0"/></xs:sequence>
    <xs:attribute name="Value" type="xs:anyURI" use="required"/>
  </xs:complexType></xs:element>
  <xs:element name="Response"><xs:complexType>
    <xs:sequence>
      <xs:element ref="saml:Issuer"/>
      <xs:element ref="ds:Signature" minOccurs="0"/>
      <xs:element name="Status"><xs:complexType><xs:sequence>
        <xs:element ref="samlp:StatusCode"/>
        <xs:element name="StatusMessage" type="xs:string" minOccurs="0"/>
        <xs:element name="StatusDetail" minOccurs="0"><xs:complexType><xs:sequence>
          <xs:any namespace="##any" processContents="skip" minOccurs="0" maxOccurs="unbounded"/>
        </xs:sequence></xs:complexType></xs:element>
      </xs:sequence></xs:complexType></xs:element>
      <xs:choice minOccurs="0" maxOccurs="unbounded">
        <xs:element ref="saml:EncryptedAssertion"/><xs:element ref="saml:Assertion"/>
      </xs:choice>
    </xs:sequence>
    <xs:attribute name="ID" type="xs:ID" use="required"/><xs:attribute name="InResponseTo" type="xs:NCName"/>
    <xs:attribute name="Version" type="xs:string" fixed="2.0" use="required"/>
    <xs:attribute name="IssueInstant" type="saml:Instant" use="required"/>
    <xs:attribute name="Destination" type="xs:anyURI"/><xs:attribute name="Consent" type="xs:anyURI"/>
  </xs:complexType></xs:element>
</xs:schema>`;
