"""Small lists in each format, of our own making: no such party exists."""

UN = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-01-05T00:00:01.0Z">
<INDIVIDUALS>
<INDIVIDUAL><DATAID>1</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>ALPHA</FIRST_NAME><SECOND_NAME>BETA</SECOND_NAME>
<UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPi.901</REFERENCE_NUMBER><LISTED_ON>2016-03-02</LISTED_ON><GENDER>Male</GENDER>
<COMMENTS1>A made-up person.</COMMENTS1><NATIONALITY><VALUE>Democratic People's Republic of Korea</VALUE></NATIONALITY>
<LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE><LAST_DAY_UPDATED><VALUE>2017-04-14-04:00</VALUE></LAST_DAY_UPDATED>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Alfa Beta; Alpha Bheta</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>"Ab"</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1961-02-03</DATE></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1962</FROM_YEAR><TO_YEAR>1964</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER> 123456789</NUMBER><ISSUING_COUNTRY>Democratic People's Republic of Korea</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT>
<SORT_KEY/><SORT_KEY_LAST_MOD/></INDIVIDUAL>
</INDIVIDUALS>
<ENTITIES>
<ENTITY><DATAID>2</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>GAMMA SHIPPING CO</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>
<REFERENCE_NUMBER>KPe.901</REFERENCE_NUMBER><LISTED_ON>2018-03-30</LISTED_ON><COMMENTS1>Owner of a ship. IMO number: 5963351.</COMMENTS1>
<LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE><ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Delta Lines</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ADDRESS><CITY>Pyongyang</CITY><COUNTRY>Democratic People's Republic of Korea</COUNTRY></ENTITY_ADDRESS><SORT_KEY/><SORT_KEY_LAST_MOD/></ENTITY>
</ENTITIES>
</CONSOLIDATED_LIST>"""

OFAC_CSV = (
    '101,"ALPHA, Beta","individual","DPRK2] [NPWMD",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    '"DOB 03 Feb 1961; alt. DOB 1962; POB Pyongyang, Korea, North; nationality Korea, North; Gender Male; Passport 123456789 (Korea, North) '
    "issued 01 Jan 2010 expires 01 Jan 2015; a.k.a. 'AB'; Secondary sanctions risk: North Korea Sanctions Regulations; "
    'Digital Currency Address - XBT 1BoatSLRHtKNngkdXEeobR76b53LETtpyT; Linked To: GAMMA SHIPPING CO."\n'
    '102,"GAMMA SHIPPING CO",-0- ,"DPRK",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Company Number IMO 5963351; Tax ID No. 77 (Russia)."\n'
    '103,"DELTA STAR","vessel","DPRK",-0- ,"HMXY","Oil Tanker","100","200","Korea, North","Gamma",'
    '"Vessel Registration Identification IMO 8606173; MMSI 445123456; Former Vessel Flag Panama"\n\x1a'
)

OFAC_ALT = '101,1,"aka","ALFA, Beta",-0- \n102,2,"fka","DELTA LINES",-0- \n\x1a'
OFAC_ADD = '102,1,"Street 1","Nampo",Korea North,-0- \n\x1a'
OFAC_COMMENTS = '103,"; Other Vessel Call Sign HMZZ."\n\x1a'

OFAC_LEGACY = """<?xml version="1.0"?>
<sdnList xmlns="https://example.org/XML"><publshInformation><Publish_Date>03/28/2025</Publish_Date><Record_Count>2</Record_Count></publshInformation>
<sdnEntry><uid>101</uid><firstName>Beta</firstName><lastName>ALPHA</lastName><sdnType>Individual</sdnType><remarks>(Linked To: GAMMA SHIPPING CO)</remarks>
<programList><program>DPRK2</program></programList>
<idList><id><uid>1</uid><idType>Passport</idType><idNumber>123456789</idNumber><idCountry>Korea, North</idCountry><issueDate>01 Jan 2010</issueDate></id>
<id><uid>2</uid><idType>Gender</idType><idNumber>Male</idNumber></id></idList>
<akaList><aka><uid>3</uid><type>a.k.a.</type><category>weak</category><lastName>AB</lastName></aka></akaList>
<nationalityList><nationality><uid>4</uid><country>Korea, North</country><mainEntry>true</mainEntry></nationality></nationalityList>
<dateOfBirthList><dateOfBirthItem><uid>5</uid><dateOfBirth>03 Feb 1961</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem></dateOfBirthList></sdnEntry>
<sdnEntry><uid>103</uid><lastName>DELTA STAR</lastName><sdnType>Vessel</sdnType><programList><program>DPRK</program></programList>
<idList><id><uid>6</uid><idType>Vessel Registration Identification</idType><idNumber>IMO 8606173</idNumber></id></idList>
<vesselInfo><callSign>HMXY</callSign><vesselType>Oil Tanker</vesselType><vesselFlag>Korea, North</vesselFlag><vesselOwner>Gamma</vesselOwner><tonnage>100</tonnage><grossRegisteredTonnage>200</grossRegisteredTonnage></vesselInfo></sdnEntry>
</sdnList>"""

OFAC_ENHANCED = """<?xml version="1.0"?>
<sanctionsData xmlns="https://example.org/ENHANCED_XML"><publicationInfo><dataAsOf>2024-08-28T00:00:00</dataAsOf><filters/></publicationInfo>
<referenceValues/><featureTypes/>
<entities><entity id="101"><generalInfo><identityId>1</identityId><entityType refId="600">Individual</entityType><title>Dr</title></generalInfo>
<sanctionsLists><sanctionsList refId="1" id="2" datePublished="2016-07-06">SDN List</sanctionsList></sanctionsLists>
<sanctionsPrograms><sanctionsProgram refId="1" id="2">DPRK2</sanctionsProgram></sanctionsPrograms>
<sanctionsTypes><sanctionsType refId="1" id="2">Block</sanctionsType></sanctionsTypes>
<names><name id="1"><isPrimary>true</isPrimary><isLowQuality>false</isLowQuality><translations>
<translation id="1"><isPrimary>true</isPrimary><script refId="1">Latin</script><formattedFirstName>Beta</formattedFirstName><formattedLastName>ALPHA</formattedLastName><formattedFullName>ALPHA, Beta</formattedFullName></translation>
<translation id="2"><isPrimary>false</isPrimary><script refId="2">Korean</script><formattedLastName>알파</formattedLastName><formattedFullName>알파</formattedFullName></translation></translations></name>
<name id="3"><isPrimary>false</isPrimary><aliasType refId="1">A.K.A.</aliasType><isLowQuality>true</isLowQuality><translations><translation id="4"><isPrimary>true</isPrimary><script refId="1">Latin</script><formattedLastName>AB</formattedLastName></translation></translations></name></names>
<features><feature id="1"><type featureTypeId="8">Birthdate</type><versionId>1</versionId><value>03 Feb 1961</value><isPrimary>true</isPrimary></feature>
<feature id="2"><type featureTypeId="9">Digital Currency Address - ETH</type><versionId>1</versionId><value>0xabc</value><isPrimary>true</isPrimary></feature></features>
<identityDocuments><identityDocument id="1"><type refId="1">Passport</type><name nameId="1" nameTranslationId="1">ALPHA</name><documentNumber>123456789</documentNumber><isValid>true</isValid><issuingCountry refId="1">Korea, North</issuingCountry></identityDocument></identityDocuments>
<relationships><relationship id="1"><type refId="1">Owned or Controlled By</type><relatedEntity entityId="102">GAMMA SHIPPING CO</relatedEntity></relationship></relationships></entity></entities></sanctionsData>"""

OFAC_ADVANCED = """<?xml version="1.0"?>
<Sanctions xmlns="https://example.org/ADVANCED_XML" Version="3"><DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>1</Month><Day>5</Day></DateOfIssue>
<ReferenceValueSets>
<AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1403">Name</AliasType></AliasTypeValues>
<CountryValues><Country ID="11" ISO2="KP">Korea, North</Country></CountryValues>
<FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="10">Nationality Country</FeatureType><FeatureType ID="25">Location</FeatureType><FeatureType ID="344">Digital Currency Address - XBT</FeatureType><FeatureType ID="224">Gender</FeatureType></FeatureTypeValues>
<DetailReferenceValues><DetailReference ID="91">Male</DetailReference></DetailReferenceValues>
<IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType></IDRegDocTypeValues>
<IDRegDocDateTypeValues><IDRegDocDateType ID="1480">Issue Date</IDRegDocDateType></IDRegDocDateTypeValues>
<LegalBasisValues><LegalBasis ID="7">Executive Order 13722 (North Korea)</LegalBasis></LegalBasisValues>
<ListValues><List ID="1550">SDN List</List></ListValues>
<NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType><NamePartType ID="1525">Entity Name</NamePartType></NamePartTypeValues>
<PartySubTypeValues><PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
<PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType></PartyTypeValues>
<RelationTypeValues><RelationType ID="15003">Owned or Controlled By</RelationType></RelationTypeValues>
<SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType><SanctionsType ID="1705">Block</SanctionsType></SanctionsTypeValues>
<ScriptValues><Script ID="215">Latin</Script></ScriptValues>
</ReferenceValueSets>
<Locations><Location ID="500"><LocationCountry CountryID="11" CountryRelevanceID="1413"/><LocationPart LocPartTypeID="1454"><LocationPartValue Primary="true" LocPartValueTypeID="1" LocPartValueStatusID="1"><Comment/><Value>Nampo</Value></LocationPartValue></LocationPart></Location>
<Location ID="501"><LocationCountry CountryID="11" CountryRelevanceID="1413"/></Location></Locations>
<IDRegDocuments><IDRegDocument ID="1" IDRegDocTypeID="1571" IdentityID="91" IssuedBy-CountryID="11" ValidityID="1"><Comment/><IDRegistrationNo>123456789</IDRegistrationNo><IssuingAuthority/>
<DocumentDate IDRegDocDateTypeID="1480"><DatePeriod CalendarTypeID="1"><Start><From><Year>2010</Year><Month>1</Month><Day>1</Day></From></Start></DatePeriod></DocumentDate><DocumentedNameReference DocumentedNameID="71"/></IDRegDocument></IDRegDocuments>
<DistinctParties>
<DistinctParty FixedRef="101"><Comment/><Profile ID="101" PartySubTypeID="4"><Identity ID="91" FixedRef="101" Primary="true" False="false">
<Alias FixedRef="101" AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName ID="71" FixedRef="101" DocNameStatusID="1">
<DocumentedNamePart><NamePartValue NamePartGroupID="811" ScriptID="215" ScriptStatusID="1" Acronym="false">ALPHA</NamePartValue></DocumentedNamePart>
<DocumentedNamePart><NamePartValue NamePartGroupID="812" ScriptID="215" ScriptStatusID="1" Acronym="false">Beta</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
<Alias FixedRef="101" AliasTypeID="1400" Primary="false" LowQuality="true"><DocumentedName ID="72" FixedRef="101" DocNameStatusID="2"><DocumentedNamePart><NamePartValue NamePartGroupID="811" ScriptID="215">AB</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
<NamePartGroups><MasterNamePartGroup><NamePartGroup ID="811" NamePartTypeID="1520"/></MasterNamePartGroup><MasterNamePartGroup><NamePartGroup ID="812" NamePartTypeID="1521"/></MasterNamePartGroup></NamePartGroups></Identity>
<Feature ID="55" FeatureTypeID="8"><FeatureVersion ID="56" ReliabilityID="1560"><Comment/><DatePeriod CalendarTypeID="1"><Start Approximate="false"><From><Year>1961</Year><Month>1</Month><Day>1</Day></From><To><Year>1961</Year><Month>1</Month><Day>1</Day></To></Start><End Approximate="false"><From><Year>1961</Year><Month>12</Month><Day>31</Day></From><To><Year>1961</Year><Month>12</Month><Day>31</Day></To></End></DatePeriod></FeatureVersion><IdentityReference IdentityID="91" IdentityFeatureLinkTypeID="1"/></Feature>
<Feature ID="57" FeatureTypeID="10"><FeatureVersion ID="58"><VersionLocation LocationID="501"/></FeatureVersion></Feature>
<Feature ID="59" FeatureTypeID="224"><FeatureVersion ID="60"><VersionDetail DetailTypeID="1431" DetailReferenceID="91"/></FeatureVersion></Feature>
<Feature ID="61" FeatureTypeID="344"><FeatureVersion ID="62"><VersionDetail DetailTypeID="1432">1BoatSLRHtKNngkdXEeobR76b53LETtpyT</VersionDetail></FeatureVersion></Feature>
</Profile></DistinctParty>
<DistinctParty FixedRef="102"><Profile ID="102" PartySubTypeID="3"><Identity ID="92" FixedRef="102" Primary="true" False="false"><Alias FixedRef="102" AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName ID="73"><DocumentedNamePart><NamePartValue NamePartGroupID="821">GAMMA SHIPPING CO</NamePartValue></DocumentedNamePart></DocumentedName></Alias><NamePartGroups><MasterNamePartGroup><NamePartGroup ID="821" NamePartTypeID="1525"/></MasterNamePartGroup></NamePartGroups></Identity>
<Feature ID="63" FeatureTypeID="25"><FeatureVersion ID="64"><VersionLocation LocationID="500"/></FeatureVersion></Feature></Profile></DistinctParty>
</DistinctParties>
<ProfileRelationships><ProfileRelationship ID="1" From-ProfileID="102" To-ProfileID="101" RelationTypeID="15003" RelationQualityID="1" Former="false" SanctionsEntryID="102"/></ProfileRelationships>
<SanctionsEntries>
<SanctionsEntry ID="101" ProfileID="101" ListID="1550"><EntryEvent ID="1" EntryEventTypeID="1" LegalBasisID="7"><Comment/><Date CalendarTypeID="1"><Year>2016</Year><Month>7</Month><Day>6</Day></Date></EntryEvent>
<SanctionsMeasure ID="1" SanctionsTypeID="1705"><Comment/><DatePeriod CalendarTypeID="1"/></SanctionsMeasure><SanctionsMeasure ID="2" SanctionsTypeID="1"><Comment>DPRK2</Comment><DatePeriod CalendarTypeID="1"/></SanctionsMeasure></SanctionsEntry>
<SanctionsEntry ID="102" ProfileID="102" ListID="1550"><EntryEvent ID="2" EntryEventTypeID="1" LegalBasisID="7"><Date CalendarTypeID="1"><Year>2018</Year><Month>1</Month><Day>24</Day></Date></EntryEvent><SanctionsMeasure ID="3" SanctionsTypeID="1"><Comment>DPRK4</Comment></SanctionsMeasure></SanctionsEntry>
</SanctionsEntries></Sanctions>"""

EU = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-01-05T17:00:34.049+01:00" globalFileId="1">
<sanctionEntity designationDetails="" unitedNationId="KPi.901" euReferenceNumber="EU.1.1" logicalId="13"><remark>made up</remark>
<regulation regulationType="amendment" organisationType="commission" publicationDate="2016-03-05" entryIntoForceDate="2016-03-06" numberTitle="2016/315 (OJ L60)" programme="PRK" logicalId="1"><publicationUrl>https://eur-lex.europa.eu/</publicationUrl></regulation>
<subjectType code="person" classificationCode="P"/>
<nameAlias firstName="Beta" middleName="" lastName="ALPHA" wholeName="Beta ALPHA" function="Head" gender="M" title="" nameLanguage="EN" strong="true" regulationLanguage="en" logicalId="17"><regulationSummary regulationType="amendment" publicationDate="2016-03-05" numberTitle="1" publicationUrl="x"/></nameAlias>
<nameAlias wholeName="AB" strong="false" nameLanguage="" regulationLanguage="en" logicalId="18"/>
<citizenship region="" countryIso2Code="KP" countryDescription="NORTH KOREA" regulationLanguage="en" logicalId="1"/>
<birthdate circa="false" calendarType="GREGORIAN" city="" zipCode="" birthdate="1961-02-03" dayOfMonth="3" monthOfYear="2" year="1961" region="" place="" countryIso2Code="00" countryDescription="UNKNOWN" regulationLanguage="en" logicalId="1"/>
<identification diplomatic="false" knownExpired="false" knownFalse="false" reportedLost="false" revokedByIssuer="false" issuedBy="" latinNumber="" nameOnDocument="" number="123456789" region="" countryIso2Code="KP" countryDescription="x" identificationTypeCode="passport" identificationTypeDescription="National passport" regulationLanguage="en" logicalId="1"/>
</sanctionEntity>
<sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.1.2" logicalId="14"><regulation regulationType="amendment" organisationType="council" publicationDate="2018-04-06" entryIntoForceDate="2018-04-07" numberTitle="2" programme="PRK" logicalId="2"/><subjectType code="enterprise" classificationCode="E"/><nameAlias wholeName="GAMMA SHIPPING CO" strong="true" logicalId="20"/><address city="Nampo" street="Street 1" poBox="" zipCode="" region="" place="" asAtListingTime="false" countryIso2Code="KP" countryDescription="NORTH KOREA" regulationLanguage="en" logicalId="1"/></sanctionEntity>
</export>"""

UK = """<?xml version="1.0" encoding="utf-8"?>
<Designations><DateGenerated>05/01/2026</DateGenerated>
<Designation><LastUpdated>01/02/2022</LastUpdated><DateDesignated>30/03/2018</DateDesignated><UniqueID>DPR0901</UniqueID><OFSIGroupID>1</OFSIGroupID><UNReferenceNumber>KPi.901</UNReferenceNumber>
<Names><Name><Name1>Beta</Name1><Name6>ALPHA</Name6><NameType>Primary Name</NameType></Name><Name><Name6>AB</Name6><NameType>Alias</NameType><AliasStrength>Low Quality</AliasStrength></Name></Names>
<NonLatinNames><NonLatinName><NameNonLatinScript>알파</NameNonLatinScript></NonLatinName></NonLatinNames>
<RegimeName>The Democratic People's Republic of Korea (Sanctions) (EU Exit) Regulations 2019</RegimeName><IndividualEntityShip>Individual</IndividualEntityShip><DesignationSource>UN</DesignationSource><SanctionsImposed>Asset freeze|Travel Ban</SanctionsImposed>
<IndividualDetails><Individual><DOBs><DOB>dd/mm/1961</DOB></DOBs><Nationalities><Nationality>North Korea</Nationality></Nationalities><Genders><Gender>Male</Gender></Genders><PassportDetails><Passport><PassportNumber>123456789</PassportNumber></Passport></PassportDetails></Individual></IndividualDetails></Designation>
<Designation><UniqueID>DPR0902</UniqueID><DateDesignated>30/03/2018</DateDesignated><Names><Name><Name6>DELTA STAR</Name6><NameType>Primary Name</NameType></Name></Names><RegimeName>x</RegimeName><IndividualEntityShip>Ship</IndividualEntityShip>
<ShipDetails><Ship><IMONumbers><IMONumber>8606173</IMONumber></IMONumbers><CurrentBelievedFlagOfShips><CurrentBelievedFlagOfShip>North Korea</CurrentBelievedFlagOfShip></CurrentBelievedFlagOfShips></Ship></ShipDetails></Designation>
</Designations>"""

CANADA = """<?xml version="1.0" encoding="UTF-8"?>
<data-set><record><Country>Belarus / Bélarus</Country><LastName>ALPHA</LastName><GivenName>Beta</GivenName><Aliases>Alfa Beta; Ab</Aliases><DateOfBirthOrShipBuildDate>1961-02-03</DateOfBirthOrShipBuildDate><Schedule>1, Part 1</Schedule><Item>1</Item><DateOfListing>2020-09-28</DateOfListing></record>
<record><Country>Russia / Russie</Country><EntityOrShip>Delta Star</EntityOrShip><TitleOrShip>Oil Tanker</TitleOrShip><ShipIMONumber>8606173</ShipIMONumber><DateOfBirthOrShipBuildDate>1980</DateOfBirthOrShipBuildDate><Schedule>1.1</Schedule><Item>1</Item><DateOfListing>2025-02-21</DateOfListing></record></data-set>"""

FTM = """{"id":"x-1","caption":"Beta ALPHA","schema":"Person","properties":{"name":["Beta ALPHA","Бета Альфа"],"weakAlias":["AB"],"birthDate":["1961-02-03"],"nationality":["kp"],"passportNumber":["123456789"],"topics":["sanction"]},"datasets":["own"],"target":true,"last_seen":"2026-01-05T00:00:00"}
{"id":"x-2","caption":"GAMMA SHIPPING CO","schema":"Company","properties":{"name":["GAMMA SHIPPING CO"],"jurisdiction":["kp"]},"datasets":["own"],"target":false}
{"id":"x-3","caption":"60","schema":"Ownership","properties":{"owner":["x-1"],"asset":["x-2"],"percentage":["60"]},"datasets":["own"]}
"""

OWN = """# published: 2026-01-05
id,kind,name,aliases,dob,country,identifiers,programme,measures,listed_on,delisted_on,owners
o-1,person,Beta ALPHA,weak:AB | former:Old Beta,1961-02-03,KP,passport:123456789@KP | imo:8606173,DPRK,asset freeze,2016-03-02,,
o-2,organisation,GAMMA SHIPPING CO,,,KP,,DPRK,,2018-03-30,2020-01-01,o-1=60
"""

# reader name: (text, file name)
SAMPLES: dict[str, tuple[str, str]] = {
    "un": (UN, "un.xml"),
    "ofac_csv": (OFAC_CSV, "sdn_2026-01-05.csv"),
    "ofac_legacy": (OFAC_LEGACY, "sdn.xml"),
    "ofac_enhanced": (OFAC_ENHANCED, "sdn_enhanced.xml"),
    "ofac_advanced": (OFAC_ADVANCED, "sdn_advanced.xml"),
    "eu": (EU, "fsf.xml"),
    "uk": (UK, "uk.xml"),
    "canada": (CANADA, "sema_2026-01-05.xml"),
    "ftm": (FTM, "entities.ftm.json"),
    "own": (OWN, "own.csv"),
}
