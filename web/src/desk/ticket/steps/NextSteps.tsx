// The next allowed step as the primary button, one alternative, the rest under "more" with the reason
// when it is not possible.
import { DownOutlined } from '@ant-design/icons'
import { Button, Dropdown, type MenuProps } from 'antd'
import type { Ticket } from '../../../shared/api/types'
import { useWords } from '../../app/i18n'
import { useSession } from '../../app/session'
import { sayMissing } from '../../parts/missing'
import { Refusal } from '../../parts/Refusal'
import { StaleNotice } from './StaleNotice'
import { useSteps } from './StepProvider'
import { offer, type Step } from './specs'
import { useStep } from './useStep'

export function NextSteps({ ticket }: { ticket: Ticket }) {
  const words = useWords()
  const { t, word } = words
  const { may, me } = useSession()
  const { openStep } = useSteps()
  const { run, busy, error, stale } = useStep(ticket)
  const { primary, others, more } = offer(ticket, may, me?.roles)
  const take = (step: Step) =>
    step.fields.length === 0 ? run(step.verb, {}) : openStep(ticket.ticket_no, step.verb)
  const items: MenuProps['items'] = more.map(({ step, why, missing }) => {
    return {
      key: step.verb,
      disabled: why !== null,
      danger: step.danger && why === null,
      label: (
        <span className="more-step">
          {word('step', step.verb)}
          {why !== null && <small>{sayMissing(missing, words) || why}</small>}
        </span>
      ),
      onClick: () => take(step),
    }
  })
  return (
    <div className="next-steps">
      {primary && (
        <Button
          type="primary"
          loading={busy}
          danger={primary.danger}
          // Named by its words alone: the spinner says "loading" and may outlast the wait.
          aria-label={word('step', primary.verb)}
          onClick={() => take(primary)}
        >
          {word('step', primary.verb)}
        </Button>
      )}
      {others.map((step) => (
        <Button key={step.verb} onClick={() => take(step)}>
          {word('step', step.verb)}
        </Button>
      ))}
      {items.length > 0 && (
        <Dropdown menu={{ items, className: 'more-steps' }} trigger={['click']}>
          <Button>
            {t('step.more')} <DownOutlined />
          </Button>
        </Dropdown>
      )}
      <StaleNotice changes={stale} />
      <Refusal error={error} />
    </div>
  )
}
