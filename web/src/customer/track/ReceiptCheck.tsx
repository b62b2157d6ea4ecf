// The receipt at the foot of the page, checked on the customer's own device.
import { useState } from 'react'
import { get } from '../../shared/api/client'
import { ApiProblem } from '../../shared/api/problem'
import { type ReceiptVerdict, verifyReceipt } from '../../shared/crypto/receipt'
import { formatExact } from '../../shared/time'
import { type Key, useLanguage } from '../i18n'
import { Failure } from '../parts/Failure'

export function ReceiptCheck({ secret, ticketNo }: { secret: string; ticketNo: string }) {
  const { t, locale } = useLanguage()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [checked, setChecked] = useState<{ receipt: string; verdict: ReceiptVerdict } | null>(null)
  async function run() {
    setBusy(true)
    setError(null)
    try {
      const { receipt } = await get<{ receipt: string }>(
        `/track/${encodeURIComponent(secret)}/receipt`,
      )
      setChecked({ receipt, verdict: await verifyReceipt(receipt) })
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const pending = error instanceof ApiProblem && [404, 409, 425, 503].includes(error.status)
  return (
    <section className="receipt">
      <h2>{t('receipt.title')}</h2>
      <p className="small">{t('receipt.explain')}</p>
      <div className="actions">
        <button type="button" className="button" onClick={run} disabled={busy}>
          {busy ? t('receipt.checking') : t('receipt.check')}
        </button>
        {checked && (
          <a
            className="link"
            download={`${ticketNo}.receipt.txt`}
            href={`data:text/plain,${encodeURIComponent(checked.receipt)}`}
          >
            {t('receipt.download')}
          </a>
        )}
      </div>
      <div role="status">
        {pending && <p>{t('receipt.pending')}</p>}
        {checked && <Verdict verdict={checked.verdict} ticketNo={ticketNo} />}
        {checked?.verdict.ok && (
          <p className="small">
            {t('receipt.signed', {
              at: formatExact(checked.verdict.facts.headAt, locale),
              fingerprint: checked.verdict.facts.fingerprint,
            })}
          </p>
        )}
      </div>
      {Boolean(error) && !pending && <Failure error={error} />}
    </section>
  )
}

function reasonKey(type: string): Key {
  if (type === 'unsupported') return 'receipt.unsupported'
  if (type === 'head_signature' || type === 'untrusted_key') return 'receipt.bad_signature'
  return /^(receipt_(?!index)|leaf_)/.test(type) ? 'receipt.malformed' : 'receipt.not_in_log'
}

function Verdict({ verdict, ticketNo }: { verdict: ReceiptVerdict; ticketNo: string }) {
  const { t } = useLanguage()
  if (!verdict.ok) return <p className="note bad">{t(reasonKey(verdict.type))}</p>
  if (verdict.facts.ticketNo !== ticketNo) {
    return <p className="note bad">{t('receipt.wrong_ticket', { no: verdict.facts.ticketNo })}</p>
  }
  return (
    <p className="note good" data-testid="receipt-ok">
      {t('receipt.ok', {
        no: ticketNo,
        index: verdict.facts.leafIndex,
        size: verdict.facts.treeSize,
      })}
    </p>
  )
}
