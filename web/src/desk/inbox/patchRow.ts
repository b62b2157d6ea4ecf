// A row of a list that is on the screen, renewed in its place.
import type { InfiniteData } from '@tanstack/react-query'
import type { List, TicketRow } from '../../shared/api/types'

export type Pages = InfiniteData<List<TicketRow>, string | null>

/** The same pages when the row is not in them: nothing is drawn anew then. */
export function patchRow(
  pages: Pages,
  fresh: Partial<TicketRow> & Pick<TicketRow, 'ticket_no'>,
): Pages {
  const at = pages.pages.findIndex((page) =>
    page.items.some((row) => row.ticket_no === fresh.ticket_no),
  )
  if (at < 0) return pages
  return {
    ...pages,
    pages: pages.pages.map((page, n) =>
      n === at
        ? {
            ...page,
            items: page.items.map((row) =>
              row.ticket_no === fresh.ticket_no ? { ...row, ...fresh } : row,
            ),
          }
        : page,
    ),
  }
}
