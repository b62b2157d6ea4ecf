// What the rail and the command palette lead to, and the permission that makes it worth showing.
import {
  AlertOutlined,
  AuditOutlined,
  CheckSquareOutlined,
  DesktopOutlined,
  InboxOutlined,
  MailOutlined,
  PartitionOutlined,
  ProjectOutlined,
  ReadOutlined,
  SettingOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { Key } from './i18n'

export interface Place {
  path: string
  label: Key
  /** In place of the label where there is room for some ten letters. */
  short?: Key
  icon: ReactNode
  access?: string
}

export const PLACES: Place[] = [
  { path: '/inbox', label: 'nav.inbox', icon: <InboxOutlined /> },
  { path: '/board', label: 'nav.board', icon: <ProjectOutlined /> },
  { path: '/incidents', label: 'nav.incidents', icon: <AlertOutlined />, access: 'ticket.read' },
  { path: '/wall', label: 'nav.wall', icon: <DesktopOutlined />, access: 'wall.read' },
  {
    path: '/process',
    label: 'nav.process',
    icon: <PartitionOutlined />,
    access: 'indicator.read',
  },
  {
    path: '/understanding',
    label: 'nav.understanding',
    short: 'nav.understanding.short',
    icon: <ReadOutlined />,
    access: 'indicator.read',
  },
  {
    path: '/approvals',
    label: 'nav.approvals',
    icon: <CheckSquareOutlined />,
    access: 'ticket.approve',
  },
  { path: '/audit', label: 'nav.audit', icon: <AuditOutlined />, access: 'audit.read' },
  { path: '/outbox', label: 'nav.outbox', icon: <MailOutlined />, access: 'outbox.manage' },
  { path: '/settings', label: 'nav.settings', icon: <SettingOutlined /> },
]
