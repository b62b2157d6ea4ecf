import { Navigate, useSearchParams } from 'react-router'
import { Mark } from '../../shared/Mark'
import { useWords } from '../app/i18n'
import { LanguageSelect } from '../app/LanguageSelect'
import { useSession } from '../app/session'
import { ErrorState, Loading } from '../parts/States'
import { SignInForm } from './SignInForm'

/** Only paths of our own: never an address somebody put into the link. */
function safePath(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/inbox'
}

export function SignInScreen() {
  const { t } = useWords()
  const { status, error, retry } = useSession()
  return (
    <main className="login">
      <div className="login-card">
        <h1>
          <Mark size={28} />
          {t('brand')}
        </h1>
        <p className="soft">{t('login.lead')}</p>
        {status === 'loading' && <Loading rows={3} />}
        {status === 'unreachable' && <ErrorState error={error} retry={retry} />}
        {status === 'out' && <SignInForm />}
      </div>
      <div className="login-foot">
        <a href="/feedback">{t('login.customer')}</a>
        <LanguageSelect />
      </div>
    </main>
  )
}

export function LoginPage() {
  const { status } = useSession()
  const [query] = useSearchParams()
  if (status === 'in' || status === 'expired')
    return <Navigate to={safePath(query.get('next'))} replace />
  return <SignInScreen />
}
