// Which step a drag from one column to another means, and why it may not be.
import type { State, TicketRow } from '../../shared/api/types'

const MOVES: Partial<Record<`${State}>${State}`, string>> = {
  'pending>in_progress': 'start_work',
  'in_progress>to_be_tested': 'implementation_done',
  'in_progress>resolved': 'resolve',
  'to_be_tested>in_progress': 'test_failed',
  'to_be_tested>resolved': 'resolve',
  'resolved>closed': 'confirm',
  'resolved>in_progress': 'reopen',
  'closed>in_progress': 'reopen',
  'pending>closed': 'void',
  'in_progress>closed': 'void',
}

/** The step, or the reason why there is none. What only the server knows (approval, summary) it says itself. */
export function moveOf(
  row: Pick<TicketRow, 'state' | 'category'>,
  to: State,
): { verb: string } | { why: 'same' | 'not_a_move' | 'nothing_to_test' } {
  if (row.state === to) return { why: 'same' }
  const verb = MOVES[`${row.state}>${to}`]
  if (!verb) return { why: 'not_a_move' }
  if (
    verb === 'implementation_done' &&
    !['malfunction', 'suggestion', 'complaint'].includes(row.category)
  )
    return { why: 'nothing_to_test' }
  return { verb }
}
