/** Terraced fields as quiet lines behind the sign-in card. */
const LAYERS = [
  { d: 'M0 560 C 200 470 380 520 560 470 S 900 360 1120 420 S 1380 470 1440 430 V900 H0 Z', fill: 'var(--kit-terrace-1)' },
  { d: 'M0 640 C 220 560 420 620 640 560 S 1000 470 1200 540 S 1400 560 1440 540 V900 H0 Z', fill: 'var(--kit-terrace-2)' },
  { d: 'M0 720 C 260 650 460 700 700 650 S 1060 590 1260 640 S 1420 650 1440 640 V900 H0 Z', fill: 'var(--kit-terrace-3)' },
  { d: 'M0 800 C 240 740 520 780 760 740 S 1120 690 1300 730 S 1430 740 1440 735 V900 H0 Z', fill: 'var(--kit-terrace-4)' },
];

export function Terraces() {
  return (
    <svg className="sign-in-terraces" viewBox="0 0 1440 900" preserveAspectRatio="xMidYMax slice" aria-hidden>
      {LAYERS.map((layer) => (
        <g key={layer.d}>
          <path d={layer.d} fill={layer.fill} />
          {[12, 24, 38, 54].map((step) => (
            <path
              key={step}
              d={layer.d.replace(/ V900 H0 Z$/, '')}
              transform={`translate(0 ${step})`}
              fill="none"
              stroke="var(--kit-terrace-line)"
              strokeOpacity={0.55 - step / 130}
              strokeWidth={1.5}
            />
          ))}
        </g>
      ))}
    </svg>
  );
}
