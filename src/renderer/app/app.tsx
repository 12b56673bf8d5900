import { useEffect, useState, type JSX } from 'react'
import { DutyDialogs, SignOnCard, UnmannedBanner, useSignedOn } from '../features/duty/index.ts'
import { AlarmStage, IncidentsPage, ObserveDialog, requestObservation } from '../features/incidents/index.ts'
import { IntrusionPage } from '../features/intrusion/index.ts'
import { LedgersPage } from '../features/ledgers/index.ts'
import { MapPage } from '../features/map/index.ts'
import { PlaybackPage } from '../features/recordings/index.ts'
import { useKnown } from '../link/stores.ts'
import { useText } from '../link/use-text.ts'
import { useHotkey } from '../ui/hotkeys.ts'
import { StateIcon } from '../ui/state-icon.tsx'
import { AntdFrame } from './antd-frame.tsx'
import { BrokenJournalBanner, LinkDownBanner } from './banners.tsx'
import { ConfigErrorPage } from './config-error-page.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { Footer } from './footer.tsx'
import { LeftRail } from './left-rail.tsx'
import { openPage, useNavigation, type PageId } from './navigation.ts'
import { TopStrip } from './top-strip.tsx'
import { WatchPage } from './watch-page.tsx'
import './theme.css'
import './app.css'

const pageOf: Readonly<Record<PageId, () => JSX.Element | null>> = {
  watch: WatchPage,
  map: MapPage,
  incidents: IncidentsPage,
  intrusion: IntrusionPage,
  playback: PlaybackPage,
  ledgers: LedgersPage,
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

/** Before core was ever there. */
function Connecting(): JSX.Element {
  const t = useText()
  const [isLong, setIsLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), 10_000)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="page-state" role="status" data-testid="connecting">
      <StateIcon tone="busy" size={32} />
      <p>{t('app.connecting')}</p>
      {isLong && <p className="page-state-detail">{t('app.connecting.long')}</p>}
    </div>
  )
}

function Frame(): JSX.Element {
  const connected = useKnown(state => state.connected)
  const configErrors = useKnown(state => state.station?.configErrors ?? null)
  useShellKeys()
  if (configErrors === null) return <Connecting />
  const isConfigured = configErrors.length === 0
  return (
    <div className={`frame${connected ? '' : ' frame-stale'}`} data-testid="frame" data-connected={connected}>
      <TopStrip />
      <div className="banners">
        {!connected && <LinkDownBanner />}
        <BrokenJournalBanner />
        {isConfigured && <UnmannedBanner />}
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
    </div>
  )
}

/** The whole screen. */
export function App(): JSX.Element {
  const t = useText()
  useEffect(() => {
    document.title = t('app.title')
  }, [t])
  return (
    <AntdFrame>
      <ErrorBoundary>
        <Frame />
      </ErrorBoundary>
    </AntdFrame>
  )
}
