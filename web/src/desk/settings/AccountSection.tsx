import { Button, Input, Modal, Segmented } from 'antd'
import { type FormEvent, lazy, Suspense, useState } from 'react'
import { request } from '../../shared/api/client'
import { useWords } from '../app/i18n'
import { LanguageSelect } from '../app/LanguageSelect'
import { useMe, useSession } from '../app/session'
import { chooseTheme, THEMES, themeChoice, useTheme } from '../app/theme'
import { Refusal } from '../parts/Refusal'

const QrCode = lazy(() => import('../../customer/parts/QrCode'))

export default function AccountSection() {
  const { t, word } = useWords()
  const me = useMe()
  useTheme()
  return (
    <>
      <dl className="facts wide-facts">
        <div>
          <dt>{t('account.name')}</dt>
          <dd>
            {me.display_name} <span className="soft">{me.user}</span>
          </dd>
        </div>
        <div>
          <dt>{t('ticket.department')}</dt>
          <dd>{me.department || '—'}</dd>
        </div>
        <div>
          <dt>{t('account.roles')}</dt>
          <dd>{me.roles.map((r) => word('role', r)).join('、')}</dd>
        </div>
        <div>
          <dt>{t('language')}</dt>
          <dd>
            <LanguageSelect />
          </dd>
        </div>
        <div>
          <dt>{t('theme.label')}</dt>
          <dd>
            <Segmented
              value={themeChoice()}
              onChange={chooseTheme}
              options={THEMES.map((value) => ({ value, label: word('theme', value) }))}
            />
          </dd>
        </div>
      </dl>
      <Password />
      <TwoFactor />
    </>
  )
}

export function Password({ done: told }: { done?: () => void }) {
  const { t } = useWords()
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [done, setDone] = useState(false)
  async function submit(event: FormEvent) {
    event.preventDefault()
    setError(null)
    setDone(false)
    try {
      await request('/session/password', {
        method: 'POST',
        body: { old_password: old, new_password: fresh },
      })
      setDone(true)
      told?.()
      setOld('')
      setFresh('')
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <form className="card" onSubmit={submit}>
      <h2>{t('account.password')}</h2>
      <label className="label" htmlFor="old-password">
        {t('account.old')}
      </label>
      <Input.Password
        id="old-password"
        autoComplete="current-password"
        value={old}
        onChange={(e) => setOld(e.target.value)}
      />
      <label className="label" htmlFor="new-password">
        {t('account.new')}
      </label>
      <Input.Password
        id="new-password"
        autoComplete="new-password"
        value={fresh}
        onChange={(e) => setFresh(e.target.value)}
      />
      <Refusal error={error} />
      <p className="card-actions">
        <Button htmlType="submit" disabled={!old || !fresh}>
          {t('account.change')}
        </Button>
        {done && <span role="status">{t('saved')}</span>}
      </p>
    </form>
  )
}

export function TwoFactor() {
  const { t } = useWords()
  const me = useMe()
  const { retry } = useSession()
  const [setup, setSetup] = useState<{ secret: string; uri: string } | null>(null)
  const [code, setCode] = useState('')
  const [recovery, setRecovery] = useState<string[] | null>(null)
  const [password, setPassword] = useState('')
  const [error, setError] = useState<unknown>(null)
  const attempt = async (work: () => Promise<void>) => {
    setError(null)
    await work().catch(setError)
  }
  const begin = () =>
    attempt(async () =>
      setSetup(
        (
          await request<{ secret: string; uri: string }>('/session/totp', {
            method: 'POST',
            body: {},
          })
        ).data,
      ),
    )
  const confirm = () =>
    attempt(async () => {
      setRecovery(
        (
          await request<{ recovery_codes: string[] }>('/session/totp/confirm', {
            method: 'POST',
            body: { code: code.trim() },
          })
        ).data.recovery_codes,
      )
      setSetup(null)
    })
  const remove = () =>
    attempt(async () => {
      await request('/session/totp', { method: 'DELETE', body: { password } })
      setPassword('')
      retry()
    })
  return (
    <section className="card">
      <h2>{t('account.two_factor')}</h2>
      {me.two_factor ? (
        <>
          <p>{t('account.two_factor_on')}</p>
          <p className="card-actions">
            <Input.Password
              className="filter-text"
              aria-label={t('login.password')}
              placeholder={t('login.password')}
              value={password}
              onChange={(e) => setPassword(e.target.value)}
            />
            <Button danger disabled={!password} onClick={remove}>
              {t('account.two_factor_remove')}
            </Button>
          </p>
        </>
      ) : setup ? (
        <>
          <p>{t('account.two_factor_scan')}</p>
          <Suspense fallback={null}>
            <QrCode text={setup.uri} label={t('account.two_factor')} />
          </Suspense>
          <p>
            <code>{setup.secret}</code>
          </p>
          <p className="card-actions">
            <Input
              className="filter-text"
              inputMode="numeric"
              autoComplete="one-time-code"
              aria-label={t('login.code')}
              placeholder={t('login.code')}
              value={code}
              onChange={(e) => setCode(e.target.value)}
            />
            <Button type="primary" disabled={!code.trim()} onClick={confirm}>
              {t('account.two_factor_confirm')}
            </Button>
          </p>
        </>
      ) : (
        <>
          <p className="soft">{t('account.two_factor_off')}</p>
          <Button onClick={begin}>{t('two_factor.set_up')}</Button>
        </>
      )}
      <Refusal error={error} />
      <Modal
        open={Boolean(recovery)}
        title={t('account.recovery')}
        closable={false}
        footer={
          <Button
            type="primary"
            onClick={() => {
              setRecovery(null)
              retry()
            }}
          >
            {t('account.recovery_kept')}
          </Button>
        }
      >
        <p>{t('account.recovery_explain')}</p>
        <pre>{recovery?.join('\n')}</pre>
      </Modal>
    </section>
  )
}
