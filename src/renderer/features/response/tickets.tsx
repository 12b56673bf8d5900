import type { JSX } from 'react'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Empty, Failed, Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { formatDateTime } from '../../ui/time.ts'
import { useAnswer } from '../../link/use-answer.ts'

const ask = () => call('maintenance.tickets', {})

/** 报修单: what incidents found broken. */
export function TicketsTab(): JSX.Element {
  const t = useText()
  const { value, error, again } = useAnswer(ask)
  const site = useKnown(state => state.site)
  const nameOf = (id: string) =>
    [...(site?.panels ?? []), ...(site?.cameras ?? [])].find(device => device.id === id)?.name ?? id
  if (error !== null) return <Failed message={t.refusal(error)} retry={again} />
  if (value === null) return <Loading />
  return (
    <Panel title={t('tickets.title')} subtitle={t('tickets.stub')} testId="tickets">
      {value.length === 0 ? (
        <Empty>{t('tickets.none')}</Empty>
      ) : (
        <table className="response-table">
          <thead>
            <tr>
              <th>{t('tickets.number')}</th>
              <th>{t('tickets.place')}</th>
              <th>{t('tickets.device')}</th>
              <th>{t('tickets.opened')}</th>
              <th>{t('tickets.note')}</th>
              <th>{t('tickets.incident')}</th>
              <th>{t('tickets.deadline')}</th>
            </tr>
          </thead>
          <tbody>
            {value.map(ticket => (
              <tr key={ticket.number} data-testid={`ticket-${ticket.number}`}>
                <td className="numbers">{ticket.number}</td>
                <td>{ticket.place}</td>
                <td>{nameOf(ticket.device)}</td>
                <td className="numbers">
                  {formatDateTime(ticket.openedAtMs)} {ticket.by.name}
                </td>
                <td>{ticket.note}</td>
                <td className="numbers">#{ticket.incidentId}</td>
                <td>{t('tickets.deadline.unknown')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
