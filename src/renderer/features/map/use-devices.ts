import { useMemo } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { useLater } from '../../ui/use-later.ts'
import { devicesOf, type Device } from './devices.ts'

const noDevices: readonly Device[] = []

/** All devices with their present state; unknown until core has told. */
export function useDevices(): readonly Device[] {
  const t = useText()
  const site = useKnown(state => state.site)
  const cameras = useKnown(state => state.cameras)
  // In a flood both change many times a second, and a plan is redrawn slower than the alarms come.
  const intrusion = useLater(useKnown(state => state.intrusion))
  const incidents = useLater(useKnown(state => state.incidents))
  const inputs = useKnown(state => state.inputs)
  return useMemo(
    () => (site === null ? noDevices : devicesOf({ site, cameras, intrusion, incidents, inputs }, t.dynamic)),
    [site, cameras, intrusion, incidents, inputs, t],
  )
}
