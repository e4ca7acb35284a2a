import { useSearchParams } from '@credit/ui';

/** A "new" form that the address can open (`?new=1`), so that other pages can link to it. */
export function useNew(): [boolean, (open: boolean) => void, Record<string, string>] {
  const [search, setSearch] = useSearchParams();
  const setOpen = (open: boolean) => {
    const { new: _, for: __, ...rest } = search;
    setSearch(open ? { ...rest, new: '1' } : rest);
  };
  return [search.new === '1', setOpen, search];
}
