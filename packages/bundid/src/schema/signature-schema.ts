/** Own compact schema of the part of XML Signature that the profile accepts: one reference, no ds:Object. KeyInfo is passed over unread. */
export const signatureSchema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"
  targetNamespace="http://www.w3.org/2000/09/xmldsig#" elementFormDefault="qualified">
  <xs:complexType name="Method"><xs:sequence><xs:any namespace="##other" processContents="skip" minOccurs="0" maxOccurs="1"/></xs:sequence>
    <xs:attribute name="Algorithm" type="xs:anyURI" use="required"/></xs:complexType>
  <xs:complexType name="KeyInfo"><xs:sequence><xs:any namespace="##any" processContents="skip" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="Id" type="xs:ID"/></xs:complexType>
  <xs:element name="DigestMethod" type="ds:Method"/>
  <xs:element name="Signature"><xs:complexType>
    <xs:sequence>
      <xs:element name="SignedInfo"><xs:complexType>
        <xs:sequence>
          <xs:element name="CanonicalizationMethod" type="ds:Method"/>
          <xs:element name="SignatureMethod" type="ds:Method"/>
          <xs:element name="Reference"><xs:complexType>
            <xs:sequence>
              <xs:element name="Transforms"><xs:complexType><xs:sequence>
                <xs:element name="Transform" type="ds:Method" minOccurs="2" maxOccurs="2"/>
              </xs:sequence></xs:complexType></xs:element>
              <xs:element ref="ds:DigestMethod"/>
              <xs:element name="DigestValue" type="xs:base64Binary"/>
            </xs:sequence>
            <xs:attribute name="URI" type="xs:anyURI" use="required"/>
          </xs:complexType></xs:element>
        </xs:sequence>
      </xs:complexType></xs:element>
      <xs:element name="SignatureValue"><xs:complexType><xs:simpleContent><xs:extension base="xs:base64Binary">
        <xs:attribute name="Id" type="xs:ID"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
      <xs:element name="KeyInfo" type="ds:KeyInfo" minOccurs="0"/>
    </xs:sequence>
    <xs:attribute name="Id" type="xs:ID"/>
  </xs:complexType></xs:element>
</xs:schema>`;
