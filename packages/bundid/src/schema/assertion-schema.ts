/**
 * Own compact schema of the assertion profile BundID uses (SAML 2.0 Core chapter 2, reduced): plain-text attribute values, a bearer subject,
 * times in UTC (Core 1.3.3), no Advice, no nested assertions, no unknown conditions. What is not listed here is refused, which closes most doors to signature wrapping.
 */
export const assertionSchema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"
  xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"
  targetNamespace="urn:oasis:names:tc:SAML:2.0:assertion" elementFormDefault="qualified">
  <xs:import namespace="http://www.w3.org/2000/09/xmldsig#" schemaLocation="bundid-schema:///signature.xsd"/>
  <xs:import namespace="http://www.w3.org/2001/04/xmlenc#" schemaLocation="bundid-schema:///encryption.xsd"/>
  <xs:simpleType name="Instant"><xs:restriction base="xs:dateTime"><xs:pattern value=".+Z"/></xs:restriction></xs:simpleType>
  <xs:complexType name="NameID"><xs:simpleContent><xs:extension base="xs:string">
    <xs:attribute name="Format" type="xs:anyURI"/><xs:attribute name="NameQualifier" type="xs:string"/>
    <xs:attribute name="SPNameQualifier" type="xs:string"/><xs:attribute name="SPProvidedID" type="xs:string"/>
  </xs:extension></xs:simpleContent></xs:complexType>
  <xs:element name="Issuer" type="saml:NameID"/>
  <xs:element name="AuthnContextClassRef" type="xs:anyURI"/>
  <xs:element name="EncryptedAssertion"><xs:complexType><xs:sequence>
    <xs:element ref="xenc:EncryptedData"/><xs:element ref="xenc:EncryptedKey" minOccurs="0" maxOccurs="unbounded"/>
  </xs:sequence></xs:complexType></xs:element>
  <xs:complexType name="Subject"><xs:sequence>
    <xs:element name="NameID" type="saml:NameID" minOccurs="0"/>
    <xs:element name="SubjectConfirmation" maxOccurs="unbounded"><xs:complexType>
      <xs:sequence>
        <xs:element name="NameID" type="saml:NameID" minOccurs="0"/>
        <xs:element name="SubjectConfirmationData" minOccurs="0"><xs:complexType>
          <xs:attribute name="NotBefore" type="saml:Instant"/><xs:attribute name="NotOnOrAfter" type="saml:Instant"/>
          <xs:attribute name="Recipient" type="xs:anyURI"/><xs:attribute name="InResponseTo" type="xs:NCName"/>
          <xs:attribute name="Address" type="xs:string"/>
        </xs:complexType></xs:element>
      </xs:sequence>
      <xs:attribute name="Method" type="xs:anyURI" use="required"/>
    </xs:complexType></xs:element>
  </xs:sequence></xs:complexType>
  <xs:complexType name="Conditions">
    <xs:choice minOccurs="0" maxOccurs="unbounded">
      <xs:element name="AudienceRestriction"><xs:complexType><xs:sequence>
        <xs:element name="Audience" type="xs:anyURI" maxOccurs="unbounded"/>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="OneTimeUse"><xs:complexType/></xs:element>
      <xs:element name="ProxyRestriction"><xs:complexType><xs:attribute name="Count" type="xs:nonNegativeInteger"/></xs:complexType></xs:element>
    </xs:choice>
    <xs:attribute name="NotBefore" type="saml:Instant"/><xs:attribute name="NotOnOrAfter" type="saml:Instant"/>
  </xs:complexType>
  <xs:complexType name="AuthnStatement">
    <xs:sequence>
      <xs:element name="SubjectLocality" minOccurs="0"><xs:complexType>
        <xs:attribute name="Address" type="xs:string"/><xs:attribute name="DNSName" type="xs:string"/></xs:complexType></xs:element>
      <xs:element name="AuthnContext"><xs:complexType><xs:sequence>
        <xs:element ref="saml:AuthnContextClassRef"/>
        <xs:element name="AuthenticatingAuthority" type="xs:anyURI" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence></xs:complexType></xs:element>
    </xs:sequence>
    <xs:attribute name="AuthnInstant" type="saml:Instant" use="required"/>
    <xs:attribute name="SessionIndex" type="xs:string"/><xs:attribute name="SessionNotOnOrAfter" type="saml:Instant"/>
  </xs:complexType>
  <xs:complexType name="Attribute">
    <xs:sequence><xs:element name="AttributeValue" type="xs:anySimpleType" nillable="true" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="Name" type="xs:string" use="required"/><xs:attribute name="NameFormat" type="xs:anyURI"/>
    <xs:attribute name="FriendlyName" type="xs:string"/>
    <xs:anyAttribute namespace="##other" processContents="skip"/>
  </xs:complexType>
  <xs:element name="Assertion"><xs:complexType>
    <xs:sequence>
      <xs:element ref="saml:Issuer"/>
      <xs:element ref="ds:Signature" minOccurs="0"/>
      <xs:element name="Subject" type="saml:Subject"/>
      <xs:element name="Conditions" type="saml:Conditions"/>
      <xs:choice maxOccurs="unbounded">
        <xs:element name="AuthnStatement" type="saml:AuthnStatement"/>
        <xs:element name="AttributeStatement"><xs:complexType><xs:sequence>
          <xs:element name="Attribute" type="saml:Attribute" maxOccurs="unbounded"/>
        </xs:sequence></xs:complexType></xs:element>
      </xs:choice>
    </xs:sequence>
    <xs:attribute name="ID" type="xs:ID" use="required"/><xs:attribute name="IssueInstant" type="saml:Instant" use="required"/>
    <xs:attribute name="Version" type="xs:string" fixed="2.0" use="required"/>
  </xs:complexType></xs:element>
</xs:schema>`;
