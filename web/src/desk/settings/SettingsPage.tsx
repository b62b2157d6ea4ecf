// Settings: sections on the left, found by a search box; each section checks its own permission.
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Link, useParams } from 'react-router'
import { matches } from '../../shared/pinyin'
import { type Key, useWords } from '../app/i18n'
import { useSession } from '../app/session'
import { Empty, Loading } from '../parts/States'

interface Section {
  id: string
  access?: string
  page: React.ComponentType
}

const SECTIONS: Section[] = [
  { id: 'account', page: lazy(() => import('./AccountSection')) },
  { id: 'users', access: 'user.manage', page: lazy(() => import('./UsersSection')) },
  { id: 'departments', access: 'user.manage', page: lazy(() => import('./DepartmentsSection')) },
  { id: 'roles', access: 'role.manage', page: lazy(() => import('./RolesSection')) },
  { id: 'routing', access: 'routing.edit', page: lazy(() => import('./RoutingSection')) },
  { id: 'sla', access: 'sla.edit', page: lazy(() => import('./SlaSection')) },
  { id: 'calendars', access: 'sla.edit', page: lazy(() => import('./CalendarsSection')) },
  { id: 'forms', access: 'form.edit', page: lazy(() => import('./FormsSection')) },
  { id: 'posters', access: 'form.edit', page: lazy(() => import('./posters/PostersSection')) },
  { id: 'templates', access: 'template.edit', page: lazy(() => import('./TemplatesSection')) },
  { id: 'macros', access: 'template.edit', page: lazy(() => import('./MacrosSection')) },
  { id: 'tokens', access: 'token.manage', page: lazy(() => import('./TokensSection')) },
  { id: 'webhooks', access: 'setting.edit', page: lazy(() => import('./WebhooksSection')) },
  { id: 'general', access: 'setting.edit', page: lazy(() => import('./GeneralSection')) },
]

export default function SettingsPage() {
  const { t } = useWords()
  const { may } = useSession()
  const { section = 'account' } = useParams()
  const [typed, setTyped] = useState('')
  const name = (id: string) => t(`settings.${id}` as Key)
  const hint = (id: string) => t(`settings.${id}.hint` as Key)
  const open = SECTIONS.filter((s) => !s.access || may(s.access))
  const found = open.filter((s) => matches(`${name(s.id)} ${hint(s.id)}`, typed))
  const here = SECTIONS.find((s) => s.id === section)
  // On a phone the sections are one line that scrolls sideways.
  const chosen = useRef<HTMLAnchorElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it moves when another section is opened
  useEffect(() => {
    chosen.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [section])
  return (
    <div className="settings">
      <nav className="views" aria-label={t('nav.settings')}>
        <input
          type="search"
          className="search"
          value={typed}
          onChange={(e) => setTyped(e.target.value)}
          placeholder={t('settings.search')}
          aria-label={t('settings.search')}
        />
        {found.map((s) => (
          <Link
            key={s.id}
            ref={s.id === section ? chosen : undefined}
            to={`/settings/${s.id}`}
            className={s.id === section ? 'view on' : 'view'}
            aria-current={s.id === section ? 'page' : undefined}
          >
            {name(s.id)}
          </Link>
        ))}
      </nav>
      <div className="settings-body">
        {!here ? (
          <Empty text={t('error.no_page')} />
        ) : here.access && !may(here.access) ? (
          <Empty text={t('error.forbidden')} />
        ) : (
          <>
            <h1>{name(here.id)}</h1>
            <p className="soft">{hint(here.id)}</p>
            <Suspense fallback={<Loading />}>
              <here.page />
            </Suspense>
          </>
        )}
      </div>
    </div>
  )
}
