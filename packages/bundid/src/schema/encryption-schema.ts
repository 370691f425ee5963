/** Own compact schema of the part of XML Encryption 1.1 that the profile accepts: one EncryptedKey, inside KeyInfo or beside the data. */
export const encryptionSchema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"
  targetNamespace="http://www.w3.org/2001/04/xmlenc#" elementFormDefault="qualified">
  <xs:complexType name="CipherData"><xs:sequence><xs:element name="CipherValue" type="xs:base64Binary"/></xs:sequence></xs:complexType>
  <xs:complexType name="KeyMethod">
    <xs:sequence><xs:any namespace="http://www.w3.org/2000/09/xmldsig# http://www.w3.org/2009/xmlenc11#" processContents="skip" minOccurs="0" maxOccurs="2"/></xs:sequence>
    <xs:attribute name="Algorithm" type="xs:anyURI" use="required"/>
  </xs:complexType>
  <xs:element name="EncryptedData"><xs:complexType>
    <xs:sequence>
      <xs:element name="EncryptionMethod"><xs:complexType><xs:attribute name="Algorithm" type="xs:anyURI" use="required"/></xs:complexType></xs:element>
      <xs:any namespace="http://www.w3.org/2000/09/xmldsig#" processContents="skip" minOccurs="0"/>
      <xs:element name="CipherData" type="xenc:CipherData"/>
    </xs:sequence>
    <xs:attribute name="Id" type="xs:ID"/>
    <xs:attribute name="Type" type="xs:anyURI" fixed="http://www.w3.org/2001/04/xmlenc#Element" use="required"/>
  </xs:complexType></xs:element>
  <xs:element name="EncryptedKey"><xs:complexType>
    <xs:sequence>
      <xs:element name="EncryptionMethod" type="xenc:KeyMethod"/>
      <xs:any namespace="http://www.w3.org/2000/09/xmldsig#" processContents="skip" minOccurs="0"/>
      <xs:element name="CipherData" type="xenc:CipherData"/>
      <xs:element name="ReferenceList" minOccurs="0"><xs:complexType><xs:sequence>
        <xs:element name="DataReference"><xs:complexType><xs:attribute name="URI" type="xs:anyURI" use="required"/></xs:complexType></xs:element>
      </xs:sequence></xs:complexType></xs:element>
    </xs:sequence>
    <xs:attribute name="Id" type="xs:ID"/>
    <xs:attribute name="Recipient" type="xs:string"/>
  </xs:complexType></xs:element>
</xs:schema>`;
