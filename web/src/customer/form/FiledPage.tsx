// After sending: the number, what happens next and by when, and the ways to come back to it.
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { Filed } from '../../shared/api/types'
import { formatInstant } from '../../shared/time'
import { useLanguage } from '../i18n'

const Files = lazy(() => import('../parts/Files'))
const QrCode = lazy(() => import('../parts/QrCode'))

/** The tracking page on this host, whatever host name the server believes it has. */
function trackingAddress(filed: Filed): string {
  if (filed.tracking_secret) return new URL(`/t/${filed.tracking_secret}`, location.href).href
  return new URL(filed.tracking_url, location.href).href
}

export function FiledPage({ filed, again }: { filed: Filed; again: () => void }) {
  const { t, locale } = useLanguage()
  const [copied, setCopied] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const link = trackingAddress(filed)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link)
      setCopied(true)
    } catch {
      setCopied(false)
    }
  }
  return (
    <div className="filed">
      <h1 ref={heading} tabIndex={-1}>
        {t('filed.title')}
      </h1>
      {filed.duplicate && <p className="note">{t('filed.duplicate')}</p>}
      <dl className="ticket">
        <div>
          <dt>{t('filed.number')}</dt>
          <dd data-testid="ticket-no">{filed.ticket_no}</dd>
        </div>
        {filed.contact_code && (
          <div>
            <dt>{t('filed.code')}</dt>
            <dd>{filed.contact_code}</dd>
          </div>
        )}
      </dl>
      <h2>{t('filed.next')}</h2>
      <p className="promise">
        {filed.promised_at
          ? t('filed.promise', { at: formatInstant(filed.promised_at, locale) })
          : t('filed.promise_none')}
      </p>
      <p>{t('filed.keep')}</p>
      <div className="keep">
        <Suspense fallback={<span className="qr" />}>
          <QrCode text={link} label={t('filed.qr')} />
        </Suspense>
        <div>
          <p className="url">
            <a href={link}>{link}</a>
          </p>
          <div className="actions">
            <a className="button primary" href={link}>
              {t('filed.open')}
            </a>
            <button type="button" className="button" onClick={copy}>
              {copied ? t('filed.copied') : t('filed.copy')}
            </button>
          </div>
        </div>
      </div>
      {filed.tracking_secret && (
        <Suspense fallback={null}>
          <Files secret={filed.tracking_secret} />
        </Suspense>
      )}
      <button type="button" className="link" onClick={again}>
        {t('filed.again')}
      </button>
    </div>
  )
}
