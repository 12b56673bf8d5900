#!/usr/bin/python3
"""A Modbus TCP device that this project did not write: Debian's python3-pymodbus.

Prints "port N" once it listens (on a free port), then obeys lines on stdin, answering each with "ok" or a value:
  di ADDRESS 0|1    sets a discrete input        co ADDRESS        tells a coil
  hr ADDRESS VALUE  sets a holding register      ir ADDRESS VALUE  sets an input register
  stuck ADDRESS     a coil that stays off, whatever is written
  deny 0|1          every read is refused with exception 2 (illegal address), or not any more
An argument is the unit id it answers to, and no other; without one it answers to any. Ends when stdin closes. Packages: python3-pymodbus python3-serial python3-serial-asyncio.
"""

import asyncio
import logging
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server.async_io import ModbusTcpServer

SIZE = 101
COILS, INPUTS, HOLDING, INPUT_REGISTERS = 1, 2, 3, 4


class Block(ModbusSequentialDataBlock):
    """Values that may be denied."""

    denied = False

    def validate(self, address, count=1):
        return not Block.denied and super().validate(address, count)


class StubbornCoils(Block):
    """Coils some of which do not follow what is written."""

    stuck = set()

    def setValues(self, address, values):
        values = values if isinstance(values, list) else [values]
        for offset, value in enumerate(values):
            super().setValues(address + offset, [0 if address + offset in self.stuck else value])


def obey(line, store):
    word, *rest = line.split()
    numbers = [int(each) for each in rest]
    tables = {"di": INPUTS, "hr": HOLDING, "ir": INPUT_REGISTERS}
    if word in tables:
        store.setValues(tables[word], numbers[0], [numbers[1]])
        return "ok"
    if word == "co":
        return str(int(store.getValues(COILS, numbers[0], 1)[0]))
    if word == "deny":
        Block.denied = bool(numbers[0])
        return "ok"
    if word == "stuck":
        StubbornCoils.stuck.add(numbers[0])
        return "ok"
    return "unknown"


async def main():
    store = ModbusSlaveContext(
        di=Block(0, [0] * SIZE),
        co=StubbornCoils(0, [0] * SIZE),
        hr=Block(0, [0] * SIZE),
        ir=Block(0, [0] * SIZE),
        zero_mode=True,
    )
    unit = int(sys.argv[1]) if len(sys.argv) > 1 else None
    slaves = store if unit is None else {unit: store}
    context = ModbusServerContext(slaves=slaves, single=unit is None)
    server = ModbusTcpServer(context, address=("127.0.0.1", 0), allow_reuse_address=True)
    serving = asyncio.ensure_future(server.serve_forever())
    await server.serving
    print("port", server.server.sockets[0].getsockname()[1], flush=True)

    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        print(obey(line.decode(), store), flush=True)
    serving.cancel()


# A client that hangs up is part of the tests, and no news.
logging.disable(logging.CRITICAL)
asyncio.run(main())
