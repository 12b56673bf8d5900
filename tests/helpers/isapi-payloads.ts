/**
 * Alerts in the shape that devices of the field send them (firmware of several years), with addresses of documentation.
 */
export const motionXml = `<?xml version="1.0" encoding="UTF-8"?>
<EventNotificationAlert version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">
<ipAddress>192.0.2.64</ipAddress>
<portNo>80</portNo>
<protocol>HTTP</protocol>
<macAddress>00:00:5e:00:53:64</macAddress>
<channelID>1</channelID>
<dateTime>2026-11-22T18:03:29+08:00</dateTime>
<activePostCount>174</activePostCount>
<eventType>VMD</eventType>
<eventState>active</eventState>
<eventDescription>Motion alarm</eventDescription>
</EventNotificationAlert>`

export const heartbeatXml = `<EventNotificationAlert version="1.0" xmlns="urn:psialliance-org">
<ipAddress>192.0.2.65</ipAddress>
<portNo>80</portNo>
<protocolType>HTTP</protocolType>
<channelID>0</channelID>
<dateTime>2026-11-22T10:03:29Z</dateTime>
<activePostCount>0</activePostCount>
<eventType>videoloss</eventType>
<eventState>inactive</eventState>
<eventDescription>videoloss alarm</eventDescription>
</EventNotificationAlert>`

export function inputXml(port: number, state: 'active' | 'inactive', count = 1): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<EventNotificationAlert version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema">
<ipAddress>192.0.2.66</ipAddress>
<channelID>1</channelID>
<dateTime>2026-11-22T18:05:00+08:00</dateTime>
<activePostCount>${count}</activePostCount>
<eventType>IO</eventType>
<eventState>${state}</eventState>
<eventDescription>Digital Input</eventDescription>
<inputIOPortID>${port}</inputIOPortID>
<dynInputIOPortID>${port}</dynInputIOPortID>
</EventNotificationAlert>`
}

export const videoLossXml = `<EventNotificationAlert version="2.0" xmlns="http://www.std-cgi.com/ver20/XMLSchema">
<ipAddress>192.0.2.67</ipAddress>
<dynChannelID>5</dynChannelID>
<channelID>33</channelID>
<dateTime>2026-11-22T18:06:00+08:00</dateTime>
<activePostCount>1</activePostCount>
<eventType>videoloss</eventType>
<eventState>active</eventState>
</EventNotificationAlert>`

export const durationXml = `<EventNotificationAlert version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">
<channelID>2</channelID>
<dateTime>2026-11-22T18:07:00+08:00</dateTime>
<eventType>duration</eventType>
<eventState>active</eventState>
<DurationList><Duration><relationEvent>linedetection</relationEvent></Duration></DurationList>
</EventNotificationAlert>`

/** An event of an alarm panel; zones count from 0. */
export function contactIdJson(standardCode: number, zone: number, count = 1): string {
  return JSON.stringify({
    ipAddress: '192.0.2.25',
    ipv6Address: '',
    portNo: 80,
    protocol: 'HTTP',
    macAddress: '00:00:5e:00:53:25',
    channelID: 1,
    dateTime: '2026-11-22T18:00:00+08:00',
    activePostCount: count,
    eventType: 'cidEvent',
    eventState: 'active',
    eventDescription: 'CID event',
    CIDEvent: {
      code: 3103,
      standardCIDcode: standardCode,
      type: 'zoneAlarm',
      trigger: '2026-11-22T18:00:00+08:00',
      upload: '2026-11-22T18:00:01+08:00',
      CameraList: [],
      NVRList: [{ id: 1, ip: '192.0.2.32', port: 8000, channel: 1 }],
      zone,
      system: 1,
    },
  })
}
