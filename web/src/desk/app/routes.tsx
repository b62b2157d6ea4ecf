// Addresses of the desk. Pages are loaded when they are first opened; `access` is the permission that
// shows a page in the rail (the server decides what is really allowed).
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'
import { LoginPage } from '../login/LoginPage'
import { PageError } from './PageError'
import { Shell } from './Shell'

const page = (load: () => Promise<{ default: React.ComponentType }>) => async () => ({
  Component: (await load()).default,
})

const pages: RouteObject[] = [
  { index: true, element: <Navigate to="/inbox" replace /> },
  { path: 'inbox', lazy: page(() => import('../inbox/InboxPage')) },
  { path: 'tickets/new', lazy: page(() => import('../ticket/NewTicketPage')) },
  { path: 'tickets/:ticketNo', lazy: page(() => import('../ticket/TicketPage')) },
  { path: 'board', lazy: page(() => import('../board/BoardPage')) },
  { path: 'wall', lazy: page(() => import('../wall/WallPage')) },
  { path: 'process', lazy: page(() => import('../process/ProcessPage')) },
  { path: 'understanding', lazy: page(() => import('../understanding/UnderstandingPage')) },
  { path: 'approvals', lazy: page(() => import('../approvals/ApprovalsPage')) },
  { path: 'incidents', lazy: page(() => import('../incidents/IncidentsPage')) },
  { path: 'incidents/:incidentNo', lazy: page(() => import('../incidents/IncidentPage')) },
  { path: 'audit', lazy: page(() => import('../audit/AuditPage')) },
  { path: 'outbox', lazy: page(() => import('../outbox/OutboxPage')) },
  { path: 'settings/:section?', lazy: page(() => import('../settings/SettingsPage')) },
  { path: '*', lazy: page(() => import('./NotFound')) },
]

export const router = createBrowserRouter([
  { path: '/login', element: <LoginPage /> },
  {
    path: '/',
    element: <Shell />,
    errorElement: <PageError />,
    children: [{ errorElement: <PageError />, hydrateFallbackElement: <span />, children: pages }],
  },
])
