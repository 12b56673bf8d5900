#!/usr/bin/python3
"""An RTSP camera on GStreamer's RTSP server whose pictures carry their own number, readable by a machine.

Run by Debian's own interpreter (/usr/bin/python3 has `gi`). Prints one line of JSON with its port; every line on stdin is
answered with the number of the newest picture. Ends when stdin closes, so it never outlives its test.

  /counter      H.264 320x180, 15 pictures a second, a key frame a second. The top 16 rows hold 24 blocks of 12 pixels:
                the number, highest bit first, white = 1. It counts on whether or not anybody watches.
"""
import json
import sys

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstRtspServer', '1.0')
from gi.repository import GLib, Gst, GstRtspServer

Gst.init(None)

WIDTH, HEIGHT, FPS = 320, 180, 15
BLOCK, BITS, ROWS = 12, 24, 16
LINE = (
    f'( appsrc name=source is-live=true format=time do-timestamp=true '
    f'caps=video/x-raw,format=I420,width={WIDTH},height={HEIGHT},framerate={FPS}/1 ! queue '
    f'! x264enc tune=zerolatency speed-preset=ultrafast bitrate=400 key-int-max={FPS} '
    '! video/x-h264,profile=baseline ! h264parse config-interval=-1 ! rtph264pay name=pay0 pt=96 )'
)


def picture(number):
    bits = [(number >> (BITS - 1 - bit)) & 1 for bit in range(BITS)]
    row = b''.join((b'\xeb' if bit else b'\x10') * BLOCK for bit in bits)
    row += b'\x80' * (WIDTH - len(row))
    # Something that moves below, so that a picture is not nothing to the encoder.
    rest = bytes((number * 4 + x) & 0xff for x in range(WIDTH))
    return row * ROWS + rest * (HEIGHT - ROWS) + b'\x80' * (WIDTH * HEIGHT // 2)


class Peer:
    def __init__(self):
        self.number = 0
        self.source = None
        self.server = GstRtspServer.RTSPServer()
        self.server.set_address('127.0.0.1')
        self.server.set_service('0')
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch(LINE)
        factory.set_shared(True)
        factory.connect('media-configure', self.configured)
        self.server.get_mount_points().add_factory('/counter', factory)
        GLib.timeout_add(1000 // FPS, self.tick)

    def configured(self, _factory, media):
        self.source = media.get_element().get_by_name('source')
        media.connect('unprepared', self.gone)

    def gone(self, _media):
        self.source = None

    def tick(self):
        self.number += 1
        if self.source is not None:
            self.source.emit('push-buffer', Gst.Buffer.new_wrapped(picture(self.number)))
        return True


def main():
    peer = Peer()
    if not peer.server.attach(None):
        sys.exit('cannot bind')
    loop = GLib.MainLoop()

    def readable(_source, _condition):
        if sys.stdin.readline() == '':
            loop.quit()
            return False
        print(peer.number, flush=True)
        return True

    GLib.io_add_watch(sys.stdin.fileno(), GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, readable)
    print(json.dumps({'port': peer.server.get_bound_port()}), flush=True)
    loop.run()


main()
