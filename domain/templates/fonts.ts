/** Families of type that mail clients have; each ends in a general one. */
export const fontFamilies = {
  sans: "Helvetica, Arial, 'Liberation Sans', sans-serif",
  humanist: "Verdana, 'DejaVu Sans', Geneva, sans-serif",
  rounded: "'Trebuchet MS', Tahoma, 'Segoe UI', sans-serif",
  serif: "Georgia, 'Times New Roman', 'Liberation Serif', serif",
  mono: "'Courier New', Courier, 'Liberation Mono', monospace",
} as const;
