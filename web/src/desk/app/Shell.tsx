// The frame of the desk: rail, page, and what lies over every page (renewed sign-in, commands, keys,
// step dialogs).
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Modal } from 'antd'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Outlet, useNavigate } from 'react-router'
import { SignInScreen } from '../login/LoginPage'
import { SignInForm } from '../login/SignInForm'
import { Loading } from '../parts/States'
import { StepProvider } from '../ticket/steps/StepProvider'
import { useWords } from './i18n'
import { KeyHelp } from './KeyHelp'
import { useKeys } from './keys'
import { live, useLiveFacts, useLiveStatus } from './live'
import { Palette } from './Palette'
import { Rail } from './Rail'
import { useSession } from './session'

const Password = lazy(() =>
  import('../settings/AccountSection').then((m) => ({ default: m.Password })),
)
const TwoFactor = lazy(() =>
  import('../settings/AccountSection').then((m) => ({ default: m.TwoFactor })),
)

export function Shell() {
  const { status, me } = useSession()
  const { t } = useWords()
  if (!me) return <SignInScreen />
  if (me.limit && me.limit !== 'none') return <Gate limit={me.limit} />
  return (
    <StepProvider>
      <Frame />
      <Modal
        open={status === 'expired'}
        title={t('session.expired')}
        closable={false}
        footer={null}
        width={400}
        destroyOnHidden
        zIndex={2000}
      >
        <p className="soft">{t('session.expired_explain')}</p>
        <SignInForm user={me.user} />
      </Modal>
    </StepProvider>
  )
}

/** A session that may only do one thing first: change the password, or set up the second factor. */
function Gate({ limit }: { limit: 'password_change' | 'two_factor_setup' }) {
  const { t } = useWords()
  const { retry } = useSession()
  return (
    <main className="login">
      <div className="gate">
        <h1>{t(`gate.${limit}`)}</h1>
        <p className="soft">{t('gate.explain')}</p>
        <Suspense fallback={<Loading />}>
          {limit === 'password_change' ? <Password done={retry} /> : <TwoFactor />}
        </Suspense>
      </div>
    </main>
  )
}

function Frame() {
  const { t } = useWords()
  const { me, may } = useSession()
  const follows = may('ticket.read')
  const navigate = useNavigate()
  const [palette, setPalette] = useState(false)
  const [help, setHelp] = useState(false)
  useKeys({
    'ctrl+k': () => setPalette(true),
    '?': () => setHelp(true),
    '/': () => {
      const search = document.querySelector<HTMLInputElement>('input[type="search"]')
      if (search) search.focus()
      else navigate('/inbox?focus=search')
    },
  })
  // Live facts are about tickets: the server refuses whoever may not read any.
  useEffect(() => {
    if (!follows) return
    live.start()
    const online = () => live.retry()
    window.addEventListener('online', online)
    return () => {
      window.removeEventListener('online', online)
      live.stop()
    }
  }, [follows])
  useFreshCounts()
  return (
    <div className="shell">
      <a className="skip" href="#page">
        {t('skip')}
      </a>
      <Rail openPalette={() => setPalette(true)} openHelp={() => setHelp(true)} />
      <div className="content">
        {me?.two_factor_required && !me.two_factor && (
          <Alert
            banner
            type="warning"
            message={t('two_factor.required')}
            action={<a href="/settings/account">{t('two_factor.set_up')}</a>}
          />
        )}
        <Offline />
        <main id="page" className="page-slot" tabIndex={-1}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      {palette && <Palette close={() => setPalette(false)} />}
      {help && <KeyHelp close={() => setHelp(false)} />}
    </div>
  )
}

/** Counts of the views follow what happens, at most every two seconds, also in a constant stream. */
function useFreshCounts() {
  const cache = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useLiveFacts(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      cache.invalidateQueries({ queryKey: ['views'] })
      cache.invalidateQueries({ queryKey: ['approvals'] })
      cache.invalidateQueries({ queryKey: ['bulk-notices'] })
    }, 2000)
  })
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
    },
    [],
  )
  useEffect(() => live.onReload(() => cache.invalidateQueries()), [cache])
}

const PATIENCE_MS = 5000

/** Said only when the connection stays away: a short gap is nobody's business. */
function Offline() {
  const { t } = useWords()
  const status = useLiveStatus()
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (status !== 'connecting') {
      setShown(false)
      return
    }
    const timer = setTimeout(() => setShown(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [status])
  return shown ? (
    <div className="offline" role="status">
      {t('live.offline')}
    </div>
  ) : null
}
