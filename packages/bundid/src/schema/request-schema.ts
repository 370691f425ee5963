/**
 * Own compact schema of a BundID request, Version 2 (BundID Schnittstellenbeschreibung 10.2.0.0, chapter 9). The Extensions are left open here,
 * because the identity provider answers each of their faults with a code of its own; see the simulator's checks.
 */
export const requestSchema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"
  xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
  targetNamespace="urn:oasis:names:tc:SAML:2.0:protocol" elementFormDefault="qualified">
  <xs:import namespace="http://www.w3.org/2000/09/xmldsig#" schemaLocation="bundid-schema:///signature.xsd"/>
  <xs:import namespace="urn:oasis:names:tc:SAML:2.0:assertion" schemaLocation="bundid-schema:///assertion.xsd"/>
  <xs:element name="AuthnRequest"><xs:complexType>
    <xs:sequence>
      <xs:element ref="saml:Issuer"/>
      <xs:element ref="ds:Signature" minOccurs="0"/>
      <xs:element name="Extensions" minOccurs="0"><xs:complexType><xs:sequence>
        <xs:any namespace="##other" processContents="skip" maxOccurs="unbounded"/>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="NameIDPolicy" minOccurs="0"><xs:complexType>
        <xs:attribute name="Format" type="xs:anyURI"/><xs:attribute name="SPNameQualifier" type="xs:string"/>
        <xs:attribute name="AllowCreate" type="xs:boolean"/>
      </xs:complexType></xs:element>
      <xs:element name="RequestedAuthnContext" minOccurs="0"><xs:complexType>
        <xs:sequence><xs:element ref="saml:AuthnContextClassRef" maxOccurs="unbounded"/></xs:sequence>
        <xs:attribute name="Comparison"><xs:simpleType><xs:restriction base="xs:string">
          <xs:enumeration value="minimum"/><xs:enumeration value="exact"/>
        </xs:restriction></xs:simpleType></xs:attribute>
      </xs:complexType></xs:element>
    </xs:sequence>
    <xs:attribute name="ID" type="xs:ID" use="required"/><xs:attribute name="Version" type="xs:string" fixed="2.0" use="required"/>
    <xs:attribute name="IssueInstant" type="saml:Instant" use="required"/><xs:attribute name="Destination" type="xs:anyURI"/>
    <xs:attribute name="Consent" type="xs:anyURI"/><xs:attribute name="ForceAuthn" type="xs:boolean"/>
    <xs:attribute name="IsPassive" type="xs:boolean"/><xs:attribute name="ProtocolBinding" type="xs:anyURI"/>
    <xs:attribute name="AssertionConsumerServiceURL" type="xs:anyURI"/><xs:attribute name="AssertionConsumerServiceIndex" type="xs:unsignedShort"/>
    <xs:attribute name="AttributeConsumingServiceIndex" type="xs:unsignedShort"/><xs:attribute name="ProviderName" type="xs:string"/>
  </xs:complexType></xs:element>
</xs:schema>`;
