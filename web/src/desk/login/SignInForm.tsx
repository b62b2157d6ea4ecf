import { Button, Input, type InputRef } from 'antd'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { ApiProblem } from '../../shared/api/problem'
import { useWords } from '../app/i18n'
import { useSession } from '../app/session'
import { Refusal } from '../parts/Refusal'

/** User and password; the one-time code is asked for only when the server wants it. */
export function SignInForm({ user: knownUser }: { user?: string }) {
  const { t } = useWords()
  const { signIn } = useSession()
  const [user, setUser] = useState(knownUser ?? '')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [needsCode, setNeedsCode] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const codeField = useRef<InputRef>(null)
  useEffect(() => {
    if (needsCode) codeField.current?.focus()
  }, [needsCode])

  async function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await signIn({ user: user.trim(), password, totp: needsCode ? code.trim() : undefined })
    } catch (failure) {
      const wantsCode = failure instanceof ApiProblem && failure.type === 'totp_required'
      if (wantsCode && !needsCode) setNeedsCode(true)
      else setError(failure)
      setBusy(false)
    }
  }
  return (
    <form onSubmit={submit}>
      <label className="label" htmlFor="user">
        {t('login.user')}
      </label>
      <Input
        id="user"
        size="large"
        autoComplete="username"
        autoCapitalize="none"
        autoFocus={!knownUser}
        disabled={Boolean(knownUser)}
        value={user}
        onChange={(e) => setUser(e.target.value)}
      />
      <label className="label" htmlFor="password">
        {t('login.password')}
      </label>
      <Input.Password
        id="password"
        size="large"
        autoComplete="current-password"
        autoFocus={Boolean(knownUser)}
        value={password}
        onChange={(e) => setPassword(e.target.value)}
      />
      {needsCode && (
        <>
          <label className="label" htmlFor="code">
            {t('login.code')}
          </label>
          <Input
            id="code"
            ref={codeField}
            size="large"
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            onChange={(e) => setCode(e.target.value)}
          />
          <p className="soft">{t('login.code_hint')}</p>
        </>
      )}
      <Refusal error={error} />
      <Button
        type="primary"
        htmlType="submit"
        size="large"
        block
        loading={busy}
        disabled={!user.trim() || !password}
        className="login-go"
      >
        {t('login.go')}
      </Button>
    </form>
  )
}
