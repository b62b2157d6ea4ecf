/** The mark: two open arcs answering each other, in the colour of the text around it. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M9.2 2.1A6 6 0 0 0 3.1 11" />
      <path d="M6.8 13.9A6 6 0 0 0 12.9 5" />
    </svg>
  )
}
