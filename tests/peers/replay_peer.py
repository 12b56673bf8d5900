#!/usr/bin/python3
"""A recorder on GStreamer's RTSP server: an implementation of playback and seeking that the project did not write.

Run by Debian's own interpreter (/usr/bin/python3 has `gi`): replay_peer.py FILE BASE PORT, where FILE is H.264 in
Matroska, BASE the second since 1970 at which it begins and PORT 0 for any. Prints one line of JSON with its port, then takes commands on stdin,
one a line, and answers each with one line. Ends when stdin closes.

  /rec                                        the whole file; seeks by Range: npt
  /Streaming/tracks/101/?starttime=…&endtime=… the address of a Hikvision recorder: begins at the key frame before
  /sec/…                                      the same behind digest authentication: guard / s3cret

  drop       hang up on every client
  stall      accept, and never send a picture, until `go`
  requests   answers with the paths asked for since the last time
"""
import calendar
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.parse

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstRtspServer', '1.0')
gi.require_version('GstRtsp', '1.0')
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer

Gst.init(None)
FILE, BASE, PORT = sys.argv[1], float(sys.argv[2]), sys.argv[3]
FOLDER = tempfile.TemporaryDirectory(prefix='replay-peer-')
STATE = {'stalled': False, 'requests': []}


def seconds_of(text):
    return calendar.timegm(time.strptime(text, '%Y%m%dT%H%M%SZ'))


def cut(query):
    """The part of the file that the query asks for, from the key frame before it; None when there is nothing."""
    fields = dict(urllib.parse.parse_qsl(query or ''))
    begin = seconds_of(fields['starttime']) - BASE
    length = seconds_of(fields['endtime']) - BASE - begin
    path = os.path.join(FOLDER.name, f'{len(os.listdir(FOLDER.name))}.mkv')
    command = ['ffmpeg', '-nostdin', '-v', 'error', '-ss', str(begin), '-i', FILE, '-t', str(length), '-c', 'copy', path]
    if begin < 0 or subprocess.run(command, check=False).returncode != 0:
        return None
    return path if os.path.getsize(path) > 2_000 else None


class Factory(GstRtspServer.RTSPMediaFactory):
    def do_create_element(self, url):
        STATE['requests'].append(url.abspath + ('?' + url.query if url.query else ''))
        path = cut(url.query) if url.query else FILE
        if path is None:
            return None
        drop = 'true' if STATE['stalled'] else 'false'
        return Gst.parse_launch(
            f'( filesrc location={path} ! matroskademux ! h264parse config-interval=-1 ! valve drop={drop} '
            '! rtph264pay name=pay0 pt=96 )'
        )


def allow(factory, role, construct):
    factory.add_role_from_structure(
        Gst.Structure.from_string(
            f'{role}, media.factory.access=(boolean)true, media.factory.construct=(boolean){str(construct).lower()}'
        )[0]
    )


def make_server():
    server = GstRtspServer.RTSPServer()
    server.set_address('127.0.0.1')
    server.set_service(PORT)
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    for role in ('user', 'anonymous'):
        token = GstRtspServer.RTSPToken()
        token.set_string('media.factory.role', role)
        if role == 'user':
            auth.add_digest('guard', 's3cret', token)
        else:
            auth.set_default_token(token)
    server.set_auth(auth)
    for prefix, is_open in (('', True), ('/sec', False)):
        for path in ('/rec', '/Streaming/tracks/101'):
            factory = Factory()
            allow(factory, 'user', True)
            allow(factory, 'anonymous', is_open)
            server.get_mount_points().add_factory(prefix + path, factory)
    return server


def main():
    server = make_server()
    if not server.attach(None):
        sys.exit('cannot bind')
    loop = GLib.MainLoop()

    def run(word):
        if word == 'drop':
            server.client_filter(lambda _server, _client: GstRtspServer.RTSPFilterResult.REMOVE)
        elif word in ('stall', 'go'):
            STATE['stalled'] = word == 'stall'
        elif word == 'requests':
            asked, STATE['requests'] = STATE['requests'], []
            return json.dumps(asked)
        else:
            return 'unknown'
        return 'ok'

    def readable(_source, _condition):
        line = sys.stdin.readline()
        if line == '':
            loop.quit()
            return False
        print(run(line.strip()), flush=True)
        return True

    GLib.io_add_watch(sys.stdin.fileno(), GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, readable)
    print(json.dumps({'port': server.get_bound_port()}), flush=True)
    loop.run()


main()
