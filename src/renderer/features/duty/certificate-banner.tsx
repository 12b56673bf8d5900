import type { JSX } from 'react'
import { useText } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { useSession } from './selectors.ts'

/** The guard on watch has no valid certificate, or will soon have none. */
export function CertificateBanner(): JSX.Element | null {
  const t = useText()
  const certificate = useSession()?.certificate
  if (certificate === undefined || certificate.kind === 'not-needed' || certificate.kind === 'valid')
    return null
  const words =
    certificate.kind === 'missing'
      ? t('duty.certificate.missing')
      : certificate.kind === 'expired'
        ? t('duty.certificate.expired', { validTo: certificate.validTo })
        : t('duty.certificate.expiring', { days: certificate.days, validTo: certificate.validTo })
  return (
    <div
      className="banner banner-unmanned"
      role="alert"
      data-testid="certificate-banner"
      data-state={certificate.kind}
    >
      <StateIcon tone="warn" size={20} />
      <b>{words}</b>
    </div>
  )
}
