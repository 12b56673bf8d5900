/** Messages as devices of several makers send them, shortened; addresses and serial numbers are gone. */

/** Two namespaces written at every element; every name has its own prefix. */
export const hikvision = `<?xml version="1.0" encoding="UTF-8"?>
<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope" xmlns:tev="http://www.onvif.org/ver10/events/wsdl" xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2" xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:tns1="http://www.onvif.org/ver10/topics" xmlns:tnshik="http://www.hikvision.com/2011/event/topics">
<env:Header/><env:Body><tev:PullMessagesResponse>
<tev:CurrentTime>2026-11-22T10:15:02Z</tev:CurrentTime><tev:TerminationTime>2026-11-22T10:25:02Z</tev:TerminationTime>
<wsnt:NotificationMessage><wsnt:Topic Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">tns1:RuleEngine/CellMotionDetector/Motion</wsnt:Topic>
<wsnt:Message><tt:Message UtcTime="2026-11-22T10:15:01Z" PropertyOperation="Changed"><tt:Source><tt:SimpleItem Name="VideoSourceConfigurationToken" Value="VideoSourceToken"/><tt:SimpleItem Name="VideoAnalyticsConfigurationToken" Value="VideoAnalyticsToken"/><tt:SimpleItem Name="Rule" Value="MyMotionDetectorRule"/></tt:Source><tt:Data><tt:SimpleItem Name="IsMotion" Value="true"/></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>
<wsnt:NotificationMessage><wsnt:Topic Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">tns1:Device/tnshik:Trigger/tns1:DigitalInput</wsnt:Topic>
<wsnt:Message><tt:Message UtcTime="0000-00-00T00:00:00Z" PropertyOperation="Initialized"><tt:Source><tt:SimpleItem Name="InputToken" Value="AlarmIn_1"/></tt:Source><tt:Data><tt:SimpleItem Name="LogicalState" Value="false"/></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>
<wsnt:NotificationMessage><wsnt:Topic Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">tns1:Monitoring/ProcessorUsage</wsnt:Topic>
<wsnt:Message><tt:Message UtcTime="2026-11-22T10:15:01Z" PropertyOperation="Changed"><tt:Source/><tt:Data><tt:SimpleItem Name="Value" Value="37"/></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>
</tev:PullMessagesResponse></env:Body></env:Envelope>`

/** Other prefixes for the same names, an empty Source, an exit that is Deleted. */
export const dahua = `<?xml version="1.0" encoding="utf-8" standalone="yes" ?>
<s:Envelope xmlns:sc="http://www.w3.org/2003/05/soap-encoding" xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:e="http://www.onvif.org/ver10/events/wsdl" xmlns:n="http://docs.oasis-open.org/wsn/b-2" xmlns:o="http://www.onvif.org/ver10/schema" xmlns:topics="http://www.onvif.org/ver10/topics"><s:Body><e:PullMessagesResponse>
<e:CurrentTime>2026-11-22T10:15:02Z</e:CurrentTime><e:TerminationTime>2026-11-22T10:16:02Z</e:TerminationTime>
<n:NotificationMessage><n:Topic Dialect="x">topics:VideoSource/GlobalSceneChange/AnalyticsService</n:Topic><n:ProducerReference/><n:Message><o:Message UtcTime="2026-11-22T10:15:01.480Z" PropertyOperation="Changed"><o:Source><o:SimpleItem Name="Source" Value="00000"/></o:Source><o:Key/><o:Data><o:SimpleItem Name="State" Value="true"/></o:Data></o:Message></n:Message></n:NotificationMessage>
<n:NotificationMessage><n:Topic Dialect="x">topics:RuleEngine/LineDetector/Crossed</n:Topic><n:Message><o:Message UtcTime="2026-11-22T10:15:01Z"><o:Source><o:SimpleItem Name="VideoSourceConfigurationToken" Value="00000"/><o:SimpleItem Name="Rule" Value="00001"/></o:Source><o:Data><o:SimpleItem Name="ObjectId" Value="17"/></o:Data></o:Message></n:Message></n:NotificationMessage>
<n:NotificationMessage><n:Topic Dialect="x">topics:VideoSource/MotionAlarm</n:Topic><n:Message><o:Message UtcTime="2026-11-22T10:15:01Z" PropertyOperation="Deleted"><o:Source><o:SimpleItem Name="Source" Value="00000"/></o:Source><o:Data><o:SimpleItem Name="State" Value="true"/></o:Data></o:Message></n:Message></n:NotificationMessage>
</e:PullMessagesResponse></s:Body></s:Envelope>`

/** Topics of its own name space, states as 0 and 1, an input called port. */
export const axis = `<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope" xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2" xmlns:tet="http://www.onvif.org/ver10/events/wsdl" xmlns:tns1="http://www.onvif.org/ver10/topics" xmlns:tnsaxis="http://www.axis.com/2009/event/topics"><SOAP-ENV:Body><tet:PullMessagesResponse>
<tet:CurrentTime>2026-11-22T10:15:02Z</tet:CurrentTime><tet:TerminationTime>2026-11-22T10:16:02Z</tet:TerminationTime>
<wsnt:NotificationMessage><wsnt:Topic Dialect="http://docs.oasis-open.org/wsn/t-1/TopicExpression/Simple">tnsaxis:CameraApplicationPlatform/VMD/Camera1Profile1</wsnt:Topic><wsnt:ProducerReference><wsa5:Address xmlns:wsa5="http://www.w3.org/2005/08/addressing">uri://axis/ProducerReference</wsa5:Address></wsnt:ProducerReference><wsnt:Message><tt:Message UtcTime="2026-11-22T10:15:01.123456Z" PropertyOperation="Initialized"><tt:Source></tt:Source><tt:Key></tt:Key><tt:Data><tt:SimpleItem Name="active" Value="1"></tt:SimpleItem></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>
<wsnt:NotificationMessage><wsnt:Topic Dialect="http://docs.oasis-open.org/wsn/t-1/TopicExpression/Simple">tns1:Device/tnsaxis:IO/Port</wsnt:Topic><wsnt:Message><tt:Message UtcTime="2026-11-22T10:15:01Z" PropertyOperation="Changed"><tt:Source><tt:SimpleItem Name="port" Value="1"></tt:SimpleItem></tt:Source><tt:Data><tt:SimpleItem Name="state" Value="1"></tt:SimpleItem></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>
<wsnt:NotificationMessage><wsnt:Topic Dialect="x">tns1:VideoSource/tnsaxis:Tampering</wsnt:Topic><wsnt:Message><tt:Message UtcTime="2026-11-22T10:15:01Z"><tt:Source><tt:SimpleItem Name="channel" Value="1"/></tt:Source><tt:Data><tt:SimpleItem Name="tampering" Value="1"/></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>
</tet:PullMessagesResponse></SOAP-ENV:Body></SOAP-ENV:Envelope>`

/** Small cameras: rules of their own under ONVIF's name; the prefix of topics is never declared. */
export const reolink = `<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope" xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2" xmlns:tev="http://www.onvif.org/ver10/events/wsdl"><SOAP-ENV:Body><tev:PullMessagesResponse><tev:CurrentTime>2026-11-22T10:15:02Z</tev:CurrentTime><tev:TerminationTime>2026-11-22T10:16:02Z</tev:TerminationTime>
<wsnt:NotificationMessage><wsnt:Topic Dialect="x">tns1:RuleEngine/MyRuleDetector/PeopleDetect</wsnt:Topic><wsnt:Message><tt:Message UtcTime="2026-11-22T10:15:01Z" PropertyOperation="Changed"><tt:Source><tt:SimpleItem Name="Source" Value="000"/></tt:Source><tt:Data><tt:SimpleItem Name="State" Value="true"/></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>
<wsnt:NotificationMessage><wsnt:Message><tt:Message UtcTime="2026-11-22T10:15:01Z"/></wsnt:Message></wsnt:NotificationMessage>
<wsnt:NotificationMessage><wsnt:Topic Dialect="x">tns1:Device/Trigger/Relay</wsnt:Topic><wsnt:Message><tt:Message UtcTime="2026-11-22T10:15:01Z" PropertyOperation="Changed"><tt:Source><tt:SimpleItem Name="RelayToken" Value="RelayOutput_1"/></tt:Source><tt:Data><tt:SimpleItem Name="LogicalState" Value="active"/></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>
<wsnt:NotificationMessage><wsnt:Topic Dialect="x">tns1:RuleEngine/FieldDetector/ObjectsInside</wsnt:Topic><wsnt:Message><tt:Message UtcTime="2026-11-22T10:15:01Z" PropertyOperation="Changed"><tt:Source><tt:SimpleItem Name="VideoSourceConfigurationToken" Value="vsconf"/><tt:SimpleItem Name="Rule" Value="Fence"/></tt:Source><tt:Data><tt:SimpleItem Name="IsInside" Value="false"/></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>
</tev:PullMessagesResponse></SOAP-ENV:Body></SOAP-ENV:Envelope>`
