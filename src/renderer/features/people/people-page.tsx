import { useEffect, useState, type JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Failed, Forbidden, Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useMay } from '../duty/index.ts'
import { AssignmentsTable } from './assignments-table.tsx'
import { CopyButtons } from './copy-buttons.tsx'
import { PeopleDialogs } from './people-dialogs.tsx'
import { PeopleTable } from './people-table.tsx'
import { RightsTable } from './rights-table.tsx'
import { ask, readPeople, usePeoplePage } from './store.ts'
import './people.css'

const tabs = ['people', 'assignments', 'rights'] as const
type Tab = (typeof tabs)[number]

/** 人员与权限: who works here, with which papers, and what each role may do. */
export function PeoplePage(): JSX.Element {
  const t = useText()
  return useMay('people.read') ? <Content /> : <Forbidden reason={t('people.forbidden')} />
}

function Content(): JSX.Element {
  const t = useText()
  const [tab, setTab] = useState<Tab>('people')
  const { people, error } = usePeoplePage()
  const connected = useKnown(state => state.connected)
  // Whoever changes people, at whichever screen, changes the site.
  const site = useKnown(state => state.site)
  const mayEdit = useMay('people.edit')
  useEffect(() => {
    if (connected && site !== null) void readPeople()
  }, [connected, site])
  const title = (
    <Choice
      label={t('people.title')}
      options={tabs.map(value => ({ value, label: t(`people.tab.${value}`) }))}
      value={tab}
      onChange={setTab}
      testId="people-tabs"
    />
  )
  return (
    <div className="people-page" data-testid="people-page">
      <Panel
        title={title}
        actions={
          <>
            <CopyButtons list={tab === 'people' ? 'certificates' : tab} />
            {tab === 'people' && mayEdit && (
              <Button
                kind="primary"
                size="small"
                testId="person-add"
                onClick={() => ask({ kind: 'edit', person: null })}
              >
                <Icon name="larger" size={18} />
                {t('people.add')}
              </Button>
            )}
          </>
        }
      >
        {people === null && error === null && <Loading />}
        {people === null && error !== null && (
          <Failed message={t.refusal(error)} retry={() => void readPeople()} />
        )}
        {people !== null && tab === 'people' && <PeopleTable people={people} mayEdit={mayEdit} />}
        {people !== null && tab === 'assignments' && <AssignmentsTable people={people} />}
        {tab === 'rights' && <RightsTable />}
      </Panel>
      <PeopleDialogs />
    </div>
  )
}
