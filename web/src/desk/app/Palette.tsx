// Ctrl-K: places, tickets by number, views, appearance; found by words or by pinyin initials.
import { Modal } from 'antd'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { LOCALE_NAMES, LOCALES } from '../../shared/i18n/language'
import { matches } from '../../shared/pinyin'
import { VIEWS } from '../inbox/filters'
import { openMacro, useMacros } from '../macros/macros'
import { changeLocale, useWords } from './i18n'
import { PLACES } from './nav'
import { useSession } from './session'
import { chooseTheme, THEMES } from './theme'

interface Command {
  id: string
  label: string
  group: string
  run: () => void
}

function useCommands(typed: string): Command[] {
  const { t, word } = useWords()
  const { may, signOut } = useSession()
  const navigate = useNavigate()
  const onTicket = /^\/tickets\/(?!new$)[^/]+$/.test(useLocation().pathname)
  const macros = useMacros(onTicket).data?.items
  const all = useMemo(
    (): Command[] => [
      ...(onTicket ? (macros ?? []) : []).map((m) => ({
        id: `macro-${m.id}`,
        label: m.body.title,
        group: t('macro.button'),
        run: () => openMacro(m.id),
      })),
      ...PLACES.filter((p) => !p.access || may(p.access)).map((p) => ({
        id: p.path,
        label: t(p.label),
        group: t('palette.go'),
        run: () => navigate(p.path),
      })),
      {
        id: 'new',
        label: t('new.title'),
        group: t('palette.do'),
        run: () => navigate('/tickets/new'),
      },
      ...VIEWS.map((view) => ({
        id: `view-${view}`,
        label: word('view', view),
        group: t('nav.inbox'),
        run: () => navigate(`/inbox?view=${view}`),
      })),
      ...THEMES.map((theme) => ({
        id: `theme-${theme}`,
        label: word('theme', theme),
        group: t('theme.label'),
        run: () => chooseTheme(theme),
      })),
      ...LOCALES.map((l) => ({
        id: l,
        label: LOCALE_NAMES[l],
        group: t('language'),
        run: () => {
          changeLocale(l)
        },
      })),
      {
        id: 'out',
        label: t('session.sign_out'),
        group: t('palette.do'),
        run: () => {
          signOut()
        },
      },
    ],
    [t, word, may, navigate, signOut, onTicket, macros],
  )
  const text = typed.trim()
  const found = all.filter((c) => matches(`${c.label} ${c.group}`, text))
  if (/^[a-z]{1,3}\d{4,}-?\d*/i.test(text)) {
    const no = text.toUpperCase()
    found.unshift({
      id: 'ticket',
      label: no,
      group: t('palette.ticket'),
      run: () => navigate(`/tickets/${encodeURIComponent(no)}`),
    })
  }
  if (text) {
    found.push({
      id: 'search',
      label: t('palette.search', { text }),
      group: t('nav.inbox'),
      run: () => navigate(`/inbox?view=all&q=${encodeURIComponent(text)}`),
    })
  }
  return found
}

export function Palette({ close }: { close: () => void }) {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const commands = useCommands(typed)
  const run = (command: Command | undefined) => {
    if (!command) return
    close()
    command.run()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, commands.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0))
    else if (event.key === 'Enter') run(commands[at])
    else return
    event.preventDefault()
  }
  return (
    <Modal
      open
      footer={null}
      closable={false}
      onCancel={close}
      width={520}
      className="palette"
      title={<span className="sr">{t('palette.title')}</span>}
    >
      <input
        className="palette-input"
        // biome-ignore lint/a11y/noAutofocus: the dialog exists to be typed into
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={commands[at] ? `command-${at}` : undefined}
        aria-label={t('palette.title')}
        placeholder={t('palette.hint')}
        value={typed}
        onChange={(e) => {
          setTyped(e.target.value)
          setAt(0)
        }}
        onKeyDown={onKey}
      />
      <div
        id="palette-list"
        role="listbox"
        aria-label={t('palette.title')}
        className="palette-list"
      >
        {commands.slice(0, 50).map((command, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the combobox
          <div
            key={command.id}
            id={`command-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            className={i === at ? 'command on' : 'command'}
            onMouseMove={() => setAt(i)}
            onClick={() => run(command)}
          >
            <span>{command.label}</span>
            <span className="soft">{command.group}</span>
          </div>
        ))}
      </div>
    </Modal>
  )
}
