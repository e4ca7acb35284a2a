import { expect, test } from 'vitest';
import { groupMobileNo, plainMobileNo } from '@credit/domain';
import { dayRefusal } from '../src/form/dates';
import { fieldsOf } from '../src/form/fieldsOf';
import { regionsOf } from '../src/form/regions';

test('a telephone number is grouped on screen and plain in the form', () => {
  expect(groupMobileNo('13885012345')).toBe('138 8501 2345');
  expect(groupMobileNo('1388')).toBe('138 8');
  expect(plainMobileNo('138 8501 2345')).toBe('13885012345');
  expect(plainMobileNo('+86 138-8501-2345')).toBe('13885012345');
  expect(plainMobileNo('8613885012345')).toBe('13885012345');
  expect(plainMobileNo('86138850')).toBe('86138850');
});

test('a region is named from the province to the county, as far as it is known', () => {
  const regions = regionsOf({
    province_list: { '520000': '贵州省' },
    city_list: { '520100': '贵阳市' },
    county_list: { '520111': '花溪区' },
  });
  expect(regions.names('520111102003')).toEqual(['贵州省', '贵阳市', '花溪区']);
  expect(regions.names('520199')).toEqual(['贵州省', '贵阳市']);
  expect(regions.tree).toEqual([
    { value: '520000', label: '贵州省', children: [{ value: '520100', label: '贵阳市', children: [{ value: '520111', label: '花溪区' }] }] },
  ]);
});

test('a day that may not be chosen says why', () => {
  const words = {
    tooEarly: (day: string) => `early ${day}`,
    tooLate: (day: string) => `late ${day}`,
    weekend: 'weekend',
    holiday: (name: string) => `holiday ${name}`,
  };
  const calendar = new Map([
    ['2026-10-01', { day: '2026-10-01', is_working: false, name: '国庆节' }],
    ['2026-10-10', { day: '2026-10-10', is_working: true, name: '' }],
  ]);
  const why = (day: string, limits = {}) => dayRefusal(day, { workdays: true, ...limits }, calendar, words);
  expect(why('2026-10-01')).toBe('holiday 国庆节');
  expect(why('2026-10-10')).toBeNull();
  expect(why('2026-10-11')).toBe('weekend');
  expect(why('2026-10-12')).toBeNull();
  expect(why('2026-10-12', { min: '2026-10-13' })).toBe('early 2026-10-13');
  expect(why('2026-10-14', { max: '2026-10-13' })).toBe('late 2026-10-13');
  expect(dayRefusal('2026-10-11', {}, calendar, words)).toBeNull();
});

test('a field of an input is named by the input', () => {
  interface Input {
    amount: string;
    methods: string[];
    investigation?: { summary: string };
  }
  const F = fieldsOf<Input>();
  const money: Parameters<typeof F.Money>[0] = { name: 'amount', label: '金额' };
  const nested: Parameters<typeof F.Area>[0] = { name: ['investigation', 'summary'], label: '结论' };
  // @ts-expect-error the input has no such field
  const wrong: Parameters<typeof F.Money>[0] = { name: 'amont', label: '金额' };
  // @ts-expect-error nor has the object inside it
  const deep: Parameters<typeof F.Area>[0] = { name: ['investigation', 'sum'], label: '结论' };
  expect([money.name, nested.name, wrong.name, deep.name].every(Boolean)).toBe(true);
});
