#!/usr/bin/python3
"""RTSP cameras on GStreamer's RTSP server: an implementation the project did not write.

Run by Debian's own interpreter (/usr/bin/python3 has `gi`). Prints one line of JSON with its port, then takes commands
on stdin, one a line, and answers each with one line. Ends when stdin closes, so it never outlives its test.

  /cam1 /cam2   H.264 320x180, 15 frames a second, a key frame a second
  /sec          the same behind digest authentication: guard / s3cret, and inspector / p@ss:w'ord
  /hevc         H.265
  /smart        H.264 with a key frame every 12 s, as a "smart" codec
  /multi        H.264, over multicast only (239.255.12.x)
  /udponly      H.264, over UDP only: TCP is answered with 461
  /aac /pcma    H.264 with sound: AAC, G.711 A-law
  /wall0 …      with `--wall N`: N small cameras 160x90, 5 frames a second

  drop          hang up on every client (an ordinary end for ffmpeg: exit code 0)
  refuse        hang up, and answer every new client with 404, until `accept`
  freeze NAME   NAME sends no more pictures, its connections stay open; until `thaw NAME`
  dials         answers with the number of connections since the start
  dial-times    answers with the moments of all connections, ms, monotonic
  sessions      answers with the number of clients connected now
  resize NAME WIDTH HEIGHT   changes the size of the picture in the middle of the stream
"""
import json
import sys
import time

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstRtspServer', '1.0')
gi.require_version('GstRtsp', '1.0')
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer

Gst.init(None)

ENCODERS = {
    'h264': 'x264enc tune=zerolatency speed-preset=ultrafast bitrate=400 key-int-max=15 '
    '! video/x-h264,profile=baseline ! h264parse config-interval=-1 ! rtph264pay name=pay0 pt=96',
    'h265': 'x265enc tune=zerolatency speed-preset=ultrafast bitrate=400 key-int-max=15 '
    '! h265parse config-interval=-1 ! rtph265pay name=pay0 pt=96',
}


SOUND = {
    'aac': '! audioconvert ! audioresample ! audio/x-raw,rate=16000,channels=1 ! voaacenc ! aacparse ! rtpmp4gpay name=pay1 pt=97',
    'pcma': '! audioconvert ! audioresample ! audio/x-raw,rate=8000,channels=1 ! alawenc ! rtppcmapay name=pay1 pt=8',
}


def sound_line(kind):
    return f' audiotestsrc is-live=true wave=sine freq=440 volume=0.3 {SOUND[kind]} '


def wall_line():
    encoder = ENCODERS['h264'].replace('key-int-max=15', 'key-int-max=10').replace('bitrate=400', 'bitrate=60')
    return (
        '( videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=160,height=90,framerate=5/1 '
        f'! valve name=valve ! queue ! {encoder} )'
    )


def launch_line(pattern, codec, keyint=15, sound=None):
    # The overlay is in a package of its own (gstreamer1.0-x) and only for the eye.
    overlay = '! clockoverlay time-format="%F %T" ' if Gst.ElementFactory.find('clockoverlay') else ''
    return (
        f'( videotestsrc is-live=true pattern={pattern} '
        '! capsfilter name=size caps=video/x-raw,format=I420,width=320,height=180,framerate=15/1 '
        f'{overlay}! valve name=valve ! queue ! {ENCODERS[codec].replace("key-int-max=15", f"key-int-max={keyint}")}'
        f'{sound_line(sound) if sound else ""} )'
    )


def allow(factory, role, construct=True):
    # access=false would answer 404; construct=false answers 401 with a challenge.
    factory.add_role_from_structure(
        Gst.Structure.from_string(
            f'{role}, media.factory.access=(boolean)true, media.factory.construct=(boolean){str(construct).lower()}'
        )[0]
    )


class Peer:
    def __init__(self, wall, address, device):
        self.device = device
        self.server = GstRtspServer.RTSPServer()
        self.server.set_address(address)
        self.server.set_service('0')
        self.valves = {}
        self.sizes = {}
        self.dials = []
        self.factories = {}
        self.server.connect('client-connected', self.connected)
        self.add_users()
        self.add('cam1', 'smpte', 'h264')
        self.add('cam2', 'ball', 'h264')
        self.add('hevc', 'ball', 'h265')
        self.add('sec', 'smpte75', 'h264', anonymous=False)
        self.add('smart', 'ball', 'h264', keyint=180)
        # A shared media is prepared for the tracks of its first client only; a camera gives each client what it asks for.
        self.add('aac', 'ball', 'h264', sound='aac').set_shared(False)
        self.add('pcma', 'ball', 'h264', sound='pcma').set_shared(False)
        self.add('udponly', 'ball', 'h264').set_protocols(GstRtsp.RTSPLowerTrans.UDP)
        self.add_multicast()
        for index in range(wall):
            self.mount(f'wall{index}', wall_line())

    def add_multicast(self):
        factory = self.add('multi', 'ball', 'h264')
        factory.set_protocols(GstRtsp.RTSPLowerTrans.UDP_MCAST)
        pool = GstRtspServer.RTSPAddressPool()
        pool.add_range('239.255.12.1', '239.255.12.20', 5000, 5100, 1)
        factory.set_address_pool(pool)
        factory.set_multicast_iface(self.device)

    def add(self, name, pattern, codec, anonymous=True, keyint=15, sound=None):
        return self.mount(name, launch_line(pattern, codec, keyint, sound), anonymous)

    def mount(self, name, line, anonymous=True):
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch(line)
        factory.set_shared(True)
        allow(factory, 'user')
        allow(factory, 'anonymous', construct=anonymous)
        factory.connect('media-configure', self.configured, name)
        self.factories['/' + name] = factory
        self.server.get_mount_points().add_factory('/' + name, factory)
        return factory

    def add_users(self):
        auth = GstRtspServer.RTSPAuth()
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        user = GstRtspServer.RTSPToken()
        user.set_string('media.factory.role', 'user')
        auth.add_digest('guard', 's3cret', user)
        auth.add_digest('inspector', "p@ss:w'ord", user)
        anonymous = GstRtspServer.RTSPToken()
        anonymous.set_string('media.factory.role', 'anonymous')
        auth.set_default_token(anonymous)
        self.server.set_auth(auth)

    def configured(self, _factory, media, name):
        self.valves[name] = media.get_element().get_by_name('valve')
        self.sizes[name] = media.get_element().get_by_name('size')

    def connected(self, _server, _client):
        self.dials.append(round(time.monotonic() * 1000))

    def hang_up(self):
        self.server.client_filter(lambda _server, _client: GstRtspServer.RTSPFilterResult.REMOVE)

    def run(self, words):
        if words == ['drop']:
            self.hang_up()
        elif words == ['refuse']:
            for path in self.factories:
                self.server.get_mount_points().remove_factory(path)
            self.hang_up()
        elif words == ['accept']:
            for path, factory in self.factories.items():
                self.server.get_mount_points().add_factory(path, factory)
        elif words == ['dials']:
            return str(len(self.dials))
        elif words == ['dial-times']:
            return json.dumps(self.dials)
        elif words == ['sessions']:
            return str(len(self.server.client_filter(lambda _server, _client: GstRtspServer.RTSPFilterResult.REF)))
        elif len(words) == 4 and words[0] == 'resize' and words[1] in self.sizes:
            caps = f'video/x-raw,format=I420,width={int(words[2])},height={int(words[3])},framerate=15/1'
            self.sizes[words[1]].set_property('caps', Gst.Caps.from_string(caps))
        elif len(words) == 2 and words[0] in ('freeze', 'thaw') and words[1] in self.valves:
            self.valves[words[1]].set_property('drop', words[0] == 'freeze')
        else:
            return 'unknown'
        return 'ok'


def main():
    # --wall N ADDRESS DEVICE
    wall, address, device = sys.argv[2:5] if sys.argv[1:2] == ['--wall'] else (0, '127.0.0.1', 'lo')
    peer = Peer(int(wall), address, device)
    if not peer.server.attach(None):
        sys.exit('cannot bind')
    loop = GLib.MainLoop()

    def readable(_source, _condition):
        line = sys.stdin.readline()
        if line == '':
            loop.quit()
            return False
        print(peer.run(line.split()), flush=True)
        return True

    GLib.io_add_watch(sys.stdin.fileno(), GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, readable)
    print(json.dumps({'port': peer.server.get_bound_port()}), flush=True)
    loop.run()


main()
