import { Modal } from 'antd'
import { type Key, useWords } from './i18n'

const KEYS: [string, Key][] = [
  ['j k', 'keys.move'],
  ['Enter', 'keys.open'],
  ['x', 'keys.select'],
  ['e', 'keys.step'],
  ['r', 'keys.reply'],
  ['n', 'keys.note'],
  ['a', 'keys.assign'],
  ['p', 'keys.priority'],
  ['m', 'keys.macro'],
  ['/', 'keys.search'],
  ['Ctrl K', 'keys.palette'],
  ['Ctrl Enter', 'keys.send'],
  ['?', 'keys.help'],
]

export function KeyHelp({ close }: { close: () => void }) {
  const { t } = useWords()
  return (
    <Modal open title={t('keys.title')} footer={null} onCancel={close} width={420}>
      <dl className="keys">
        {KEYS.map(([keys, label]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((k) => (
                <kbd key={k}>{k}</kbd>
              ))}
            </dt>
            <dd>{t(label)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
