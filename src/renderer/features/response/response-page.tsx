import { useState, type JSX } from 'react'
import { useText } from '../../link/use-text.ts'
import { Choice } from '../../ui/choice.tsx'
import { DrillTab } from './drill.tsx'
import { LinkageTab } from './linkage.tsx'
import { ProceduresTab } from './procedures.tsx'
import { TicketsTab } from './tickets.tsx'
import './response.css'

const tabs = ['procedures', 'linkage', 'drill', 'tickets'] as const
type Tab = (typeof tabs)[number]

const contentOf: Readonly<Record<Tab, () => JSX.Element>> = {
  procedures: ProceduresTab,
  linkage: LinkageTab,
  drill: DrillTab,
  tickets: TicketsTab,
}

/** 预案联动: how alarms are answered, by people and by the station. */
export function ResponsePage(): JSX.Element {
  const t = useText()
  const [tab, setTab] = useState<Tab>('procedures')
  const Content = contentOf[tab]
  return (
    <div className="response-page" data-testid="response-page">
      <Choice
        label={t('response.tab')}
        options={tabs.map(value => ({ value, label: t(`response.tab.${value}`) }))}
        value={tab}
        onChange={setTab}
        testId="response-tabs"
      />
      <Content />
    </div>
  )
}
