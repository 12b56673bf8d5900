import { useEffect, useMemo, useState } from 'react'
import type { RiskPlace } from '../../../shared/contract/map.ts'
import type { Plan } from '../../../shared/site.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import type { Overlay } from '../../ui/map/overlay.ts'
import { useLater } from '../../ui/use-later.ts'
import { overlaysOf } from './overlays.ts'
import { useMapState } from './store.ts'

/** The risk map counts this far back, days (requirement of the map: the last 30). */
const riskDays = 30
const noOverlays: readonly Overlay[] = []

/** What lies on a plan beside its devices. */
export function useOverlays(plan: Plan | null): readonly Overlay[] {
  const t = useText()
  const hidden = useMapState(state => state.hidden)
  const site = useKnown(state => state.site)
  const incidents = useLater(useKnown(state => state.incidents))
  // Who only reads at the desk is no guard on duty.
  const atDesk = useKnown(({ duty }) =>
    duty?.session == null || duty.session.shift === null ? null : duty.session.person.name,
  )
  const risk = useRisk(!hidden.has('risk'))
  return useMemo(() => {
    if (plan === null || site === null) return noOverlays
    const words = {
      risk: (count: number, trueCount: number) => t('map.risk-at', { count, trueCount }),
      onWay: (name: string) => t('map.guard-on-way', { name }),
      onScene: (name: string) => t('map.guard-on-scene', { name }),
    }
    return overlaysOf({ plan, site, atDesk, incidents: incidents ?? [], risk }, hidden, words)
  }, [plan, site, atDesk, incidents, risk, hidden, t])
}

const noRisk: readonly RiskPlace[] = []

/** Alarms by place; read while they are looked at, and again when an incident came or went. */
function useRisk(isShown: boolean): readonly RiskPlace[] {
  const [risk, setRisk] = useState(noRisk)
  const open = useKnown(state => state.incidents?.map(incident => incident.id).join() ?? null)
  const connected = useKnown(state => state.connected)
  useEffect(() => {
    if (!isShown || !connected || open === null) return
    let isOver = false
    const read = async () => {
      try {
        const places = await call('map.risk', { days: riskDays })
        if (!isOver) setRisk(places)
      } catch {
        // The link broke or nobody is signed on: what was read before stays.
      }
    }
    void read()
    return () => {
      isOver = true
    }
  }, [isShown, connected, open])
  return risk
}
