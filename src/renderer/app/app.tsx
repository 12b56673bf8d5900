import { useEffect, type JSX } from 'react'
import { FloodBanner, ShelvingDialog } from '../features/alarm-load/index.ts'
import { ArchiveDueBanner } from '../features/archives/index.ts'
import { ApprovalsPage, useApproverStart } from '../features/approvals/index.ts'
import {
  CertificateBanner,
  DutyDialogs,
  PlanBanner,
  PresencePrompt,
  SignOnCard,
  TakeAloneBanner,
  UnmannedBanner,
  useSignedOn,
} from '../features/duty/index.ts'
import { useWallKeeper } from '../features/cameras/index.ts'
import { AlarmStage, IncidentsPage, ObserveDialog, requestObservation } from '../features/incidents/index.ts'
import { ArmingBanner, IntrusionPage } from '../features/intrusion/index.ts'
import { InspectorPage, useInspectorStart } from '../features/inspector/index.ts'
import { PeoplePage } from '../features/people/index.ts'
import { RecordsPage } from '../features/records/index.ts'
import { SearchPage } from '../features/search/index.ts'
import { LedgersPage } from '../features/ledgers/index.ts'
import { MapPage } from '../features/map/index.ts'
import { DailyMissedBanner, PlaybackPage } from '../features/recordings/index.ts'
import { RosterPage } from '../features/roster/index.ts'
import { DrillBanner, EscalationBanner, ResponsePage, SoundBanner } from '../features/response/index.ts'
import { StorageBanner, StoragePage } from '../features/storage/index.ts'
import { SetupPage, WalkTestBanner } from '../features/setup/index.ts'
import { useKnown } from '../link/stores.ts'
import { thisWindow } from '../link/this-window.ts'
import { useText } from '../link/use-text.ts'
import { keepDialogKeys } from '../ui/dialog-keys.ts'
import { useHotkey } from '../ui/hotkeys.ts'
import { AntdFrame } from './antd-frame.tsx'
import { BrokenJournalBanner, LinkDownBanner } from './banners.tsx'
import { ConfigErrorPage } from './config-error-page.tsx'
import { Connecting } from './connecting.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { Footer } from './footer.tsx'
import { LeftRail } from './left-rail.tsx'
import { openPage, useNavigation, type PageId } from './navigation.ts'
import { SecondFrame } from './second-frame.tsx'
import { TopStrip } from './top-strip.tsx'
import { WatchPage } from './watch-page.tsx'
import './theme.css'
import './app.css'
import './dialogs.css'

const pageOf: Readonly<Record<PageId, () => JSX.Element | null>> = {
  watch: WatchPage,
  map: MapPage,
  incidents: IncidentsPage,
  intrusion: IntrusionPage,
  response: ResponsePage,
  playback: PlaybackPage,
  approvals: ApprovalsPage,
  roster: RosterPage,
  inspector: InspectorPage,
  ledgers: LedgersPage,
  search: SearchPage,
  storage: StoragePage,
  records: RecordsPage,
  people: PeoplePage,
  setup: SetupPage,
}

function PageInView(): JSX.Element {
  const page = useNavigation(state => state.page)
  const signedOn = useSignedOn()
  const Page = pageOf[page]
  return (
    <main className="main" data-page={page}>
      <ErrorBoundary key={page}>
        {signedOn || page === 'watch' ? (
          <Page />
        ) : (
          <div className="main-sign-on">
            <SignOnCard />
          </div>
        )}
      </ErrorBoundary>
    </main>
  )
}

function useShellKeys(): void {
  useHotkey('F1', 'shell', () => openPage('watch'))
  useHotkey('m', 'shell', () => openPage(useNavigation.getState().page === 'map' ? 'watch' : 'map'))
  useHotkey('F2', 'shell', () => openPage('intrusion'))
  useHotkey('F3', 'shell', () => requestObservation())
  useHotkey('F4', 'shell', () => openPage('playback'))
}

function Frame(): JSX.Element {
  const connected = useKnown(state => state.connected)
  const configErrors = useKnown(state => state.station?.configErrors ?? null)
  useShellKeys()
  useApproverStart()
  useInspectorStart()
  if (configErrors === null) return <Connecting />
  const isConfigured = configErrors.length === 0
  return (
    <div className={`frame${connected ? '' : ' frame-stale'}`} data-testid="frame" data-connected={connected}>
      <TopStrip />
      <div className="banners">
        {!connected && <LinkDownBanner />}
        <BrokenJournalBanner />
        <EscalationBanner />
        <DrillBanner />
        {isConfigured && <UnmannedBanner />}
        {isConfigured && <WalkTestBanner />}
        <PlanBanner />
        <TakeAloneBanner />
        <CertificateBanner />
        <SoundBanner />
        {isConfigured && <ArmingBanner />}
        {isConfigured && <StorageBanner />}
        {isConfigured && <DailyMissedBanner />}
        {isConfigured && <FloodBanner />}
        {isConfigured && <ArchiveDueBanner open={() => openPage('ledgers')} />}
      </div>
      <LeftRail />
      {isConfigured ? <PageInView /> : <ConfigErrorPage errors={configErrors} />}
      <Footer />
      {isConfigured && (
        <ErrorBoundary>
          <AlarmStage />
        </ErrorBoundary>
      )}
      {isConfigured && <ObserveDialog />}
      <DutyDialogs />
      {isConfigured && <PresencePrompt />}
      <ShelvingDialog />
    </div>
  )
}

/** The whole screen. */
export function App(): JSX.Element {
  const t = useText()
  useWallKeeper()
  useEffect(() => {
    const keys = keepDialogKeys()
    return () => keys[Symbol.dispose]()
  }, [])
  useEffect(() => {
    document.title = t(thisWindow === 'second' ? 'wall.second.title' : 'app.title')
  }, [t])
  return (
    <AntdFrame>
      <ErrorBoundary>{thisWindow === 'second' ? <SecondFrame /> : <Frame />}</ErrorBoundary>
    </AntdFrame>
  )
}
