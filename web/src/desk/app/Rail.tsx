import {
  LogoutOutlined,
  QuestionCircleOutlined,
  SearchOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Dropdown, type MenuProps, Switch, Tooltip } from 'antd'
import { useEffect, useRef } from 'react'
import { NavLink, useLocation, useNavigate } from 'react-router'
import { get, request } from '../../shared/api/client'
import { LOCALE_NAMES, LOCALES } from '../../shared/i18n/language'
import { Mark } from '../../shared/Mark'
import { formatNumber } from '../../shared/time'
import { changeLocale, useWords } from './i18n'
import { PLACES } from './nav'
import { useMe, useSession } from './session'
import { chooseTheme, THEMES } from './theme'
import { useViewCounts } from './useViewCounts'

export function Rail(props: { openPalette: () => void; openHelp: () => void }) {
  const { t, locale } = useWords()
  const { may } = useSession()
  const { mentions = 0 } = useViewCounts()
  // On a phone the rail is one line that scrolls sideways; where one is stays in sight.
  const rail = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // Braces: newer browsers answer scrolling with a promise, which React would call as a clean-up.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it moves when another place is opened
  useEffect(() => {
    rail.current
      ?.querySelector('[aria-current="page"]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [pathname])
  return (
    <nav ref={rail} className="rail" aria-label={t('nav.label')}>
      <span className="rail-mark" title={t('brand')}>
        <Mark size={24} />
      </span>
      {PLACES.filter((p) => !p.access || may(p.access)).map((p) => {
        const unread = p.path === '/inbox' ? mentions : 0
        const shown = t(p.short ?? p.label)
        // Its name begins with what is seen.
        const name = [
          shown,
          shown !== t(p.label) && t(p.label),
          unread > 0 && t('nav.mentions', { n: formatNumber(unread, locale) }),
        ]
          .filter(Boolean)
          .join(' · ')
        return (
          <Tooltip key={p.path} title={name} placement="right">
            <NavLink to={p.path} className="rail-item" aria-label={name}>
              {p.icon}
              <span className="rail-word">{shown}</span>
              {unread > 0 && (
                <span className="rail-count" aria-hidden="true">
                  {unread > 99 ? '99+' : unread}
                </span>
              )}
            </NavLink>
          </Tooltip>
        )
      })}
      <span className="rail-gap" />
      <Tooltip title={`${t('palette.title')} Ctrl-K`} placement="right">
        <button
          type="button"
          className="rail-item"
          onClick={props.openPalette}
          aria-label={t('palette.title')}
        >
          <SearchOutlined />
        </button>
      </Tooltip>
      <Tooltip title={`${t('keys.title')} ?`} placement="right">
        <button
          type="button"
          className="rail-item rail-wide-only"
          onClick={props.openHelp}
          aria-label={t('keys.title')}
        >
          <QuestionCircleOutlined />
        </button>
      </Tooltip>
      <PersonMenu />
    </nav>
  )
}

function PersonMenu() {
  const { t, word } = useWords()
  const me = useMe()
  const { signOut } = useSession()
  const navigate = useNavigate()
  const items: MenuProps['items'] = [
    {
      key: 'who',
      type: 'group',
      label: (
        <>
          {me.display_name}
          <br />
          <span className="soft">{me.department}</span>
        </>
      ),
    },
    { key: 'presence', label: <Presence /> },
    { type: 'divider' },
    {
      key: 'theme',
      label: t('theme.label'),
      children: THEMES.map((choice) => ({
        key: `theme-${choice}`,
        label: word('theme', choice),
        onClick: () => chooseTheme(choice),
      })),
    },
    {
      key: 'language',
      label: t('language'),
      children: LOCALES.map((l) => ({
        key: l,
        label: LOCALE_NAMES[l],
        onClick: () => changeLocale(l),
      })),
    },
    { key: 'account', label: t('settings.account'), onClick: () => navigate('/settings/account') },
    { type: 'divider' },
    {
      key: 'out',
      icon: <LogoutOutlined />,
      label: t('session.sign_out'),
      onClick: () => signOut().then(() => navigate('/login')),
    },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="topRight">
      <button
        type="button"
        className="rail-item"
        aria-label={t('nav.person', { name: me.display_name })}
      >
        <UserOutlined />
      </button>
    </Dropdown>
  )
}

/** Online people are given work. */
function Presence() {
  const { t } = useWords()
  const cache = useQueryClient()
  const { data } = useQuery({
    queryKey: ['presence'],
    queryFn: ({ signal }) => get<{ online: boolean }>('/me/presence', signal),
  })
  const change = async (online: boolean) => {
    cache.setQueryData(['presence'], { online })
    await request('/me/presence', { method: 'PUT', body: { online } }).catch(() =>
      cache.invalidateQueries({ queryKey: ['presence'] }),
    )
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keeps the menu open while the switch is used
    // biome-ignore lint/a11y/useKeyWithClickEvents: the switch inside takes the keyboard
    <span className="presence" onClick={(e) => e.stopPropagation()}>
      {t('presence.label')}{' '}
      <Switch
        size="small"
        checked={data?.online ?? false}
        onChange={change}
        aria-label={t('presence.label')}
      />
    </span>
  )
}
