import { spawnSync } from 'node:child_process'

/** A second network beside this one, joined by one cable: `ip netns`, as root, on Linux only. */
export interface OtherNetwork extends Disposable {
  /** Words before a command line that is to run there. */
  readonly prefix: readonly string[]
  /** The address of whoever runs there. */
  readonly address: string
  /** The name of its end of the cable. */
  readonly device: string
}

/** Makes it, with a route for the multicast group `239.255.12.0/24`; null where the machine forbids it. */
export function openOtherNetwork(): OtherNetwork | null {
  const name = `zs${process.pid}`
  const [here, there] = [`${name}a`, `${name}b`]
  const lines = [
    `netns add ${name}`,
    `link add ${here} type veth peer name ${there}`,
    `link set ${there} netns ${name}`,
    `addr add 10.77.12.1/24 dev ${here}`,
    `link set ${here} up`,
    `-n ${name} addr add 10.77.12.2/24 dev ${there}`,
    `-n ${name} link set ${there} up`,
    `-n ${name} link set lo up`,
    `-n ${name} route add default via 10.77.12.1`,
    `route add 239.255.12.0/24 dev ${here}`,
  ]
  const run = (line: string) => spawnSync('ip', line.split(' ')).status === 0
  const close = () => {
    run(`link del ${here}`)
    run(`netns del ${name}`)
  }
  if (!lines.every(run)) {
    close()
    return null
  }
  return {
    prefix: ['ip', 'netns', 'exec', name],
    address: '10.77.12.2',
    device: there,
    [Symbol.dispose]: close,
  }
}
