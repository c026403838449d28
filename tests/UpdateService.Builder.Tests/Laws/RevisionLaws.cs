using System.Collections.Immutable;
using System.Globalization;
using FsCheck.Fluent;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Tests.Revisions;

namespace UpdateService.Builder.Tests.Laws;

/// <summary>What holds for kept revisions after whatever happened to the service and its disk.</summary>
public sealed class RevisionLaws
{
    private const int Keep = 3;

    /// <summary>What can happen, one after another.</summary>
    private enum Act
    {
        Build,
        Restart,
        CrashWithNothing,
        CrashWithInputs,
        CrashWithAnswers,
        CrashInRecord,
        Pin,
        Unpin,
        DiskFails,
        DiskRecovers,
    }

    [Fact]
    public void The_store_opens_the_newest_whole_revision_is_served_and_numbers_ascend() => Law.Holds(
        Gen.ArrayOf(Gen.Frequency((4, Gen.Constant(Act.Build)), (6, Gen.Elements(Enum.GetValues<Act>()))), 12).ToArbitrary(),
        async acts =>
        {
            using var history = new History();
            foreach (var act in acts)
            {
                await history.DoAsync(act);
            }
        },
        tests: 25);

    /// <summary>What happened, and what must hold therefore.</summary>
    private sealed class History : IDisposable
    {
        private readonly TemporaryFolder top = new();
        private Life life;
        private ImmutableSortedDictionary<int, int> kept = ImmutableSortedDictionary<int, int>.Empty;
        private int variant;
        private int last;
        private int? pinned;
        private bool isFailing;

        public History() => life = new Life(State, keep: Keep);

        private string State => top.In("state");

        private string Obstacle => top.In($"state/revisions/{last + 1:D6}/{StateFiles.Inputs}.new");

        public async Task DoAsync(Act act)
        {
            switch (act)
            {
                case Act.Build:
                    await BuildAsync();
                    break;
                case Act.Restart:
                    Restart();
                    break;
                case Act.CrashWithNothing:
                    await CrashAsync([]);
                    break;
                case Act.CrashWithInputs:
                    await CrashAsync([StateFiles.Inputs]);
                    break;
                case Act.CrashWithAnswers:
                    await CrashAsync([StateFiles.Inputs, StateFiles.Answers]);
                    break;
                case Act.CrashInRecord:
                    await CrashAsync([StateFiles.Inputs, StateFiles.Answers, $"{StateFiles.Record}.new"]);
                    break;
                case Act.Pin when kept.Count > 0:
                    pinned = kept.Keys.First();
                    life.Pin(pinned.Value);
                    break;
                case Act.Unpin:
                    pinned = null;
                    life.Unpin();
                    break;
                case Act.DiskFails:
                    Fail();
                    break;
                case Act.DiskRecovers:
                    await RecoverAsync();
                    break;
                default:
                    break; // Nothing is kept that could be pinned.
            }

            AssertServed();
        }

        public void Dispose()
        {
            life.Dispose();
            top.Dispose();
        }

        private async Task BuildAsync()
        {
            var result = await life.RefreshAsync(++variant);
            Assert.Equal(RefreshOutcome.Published, result.Outcome);
            Assert.True(result.Published!.Number > last, $"Revision {result.Published.Number} follows {last}.");
            last = result.Published.Number;
            if (isFailing)
            {
                Assert.NotNull(life.Library.Failure);
                Fail();
            }
            else
            {
                Kept();
            }
        }

        /// <summary>The disk recovers, and what was published meanwhile is kept.</summary>
        private async Task RecoverAsync()
        {
            Clear();
            if (life.Store.Newest?.Number == last)
            {
                Assert.Equal(RefreshOutcome.Unchanged, (await life.RefreshAsync()).Outcome);
                Assert.Null(life.Library.Failure);
                if (!kept.ContainsKey(last))
                {
                    Kept();
                }
            }
        }

        private void Kept()
        {
            Assert.Null(life.Library.Failure);
            kept = kept.Add(last, variant);
            kept = kept.TakeLast(Keep).Concat(kept.Where(entry => entry.Key == pinned)).DistinctBy(entry => entry.Key).ToImmutableSortedDictionary();
        }

        private void Restart()
        {
            life.Dispose();
            Clear();
            life = new Life(State, Life.Variant(variant), Keep);
            Assert.Empty(life.Problems);
        }

        /// <summary>The process ends while it keeps a revision: only these files of it stand.</summary>
        private async Task CrashAsync(string[] files)
        {
            if (isFailing)
            {
                Restart();
                return;
            }

            var (before, earlier) = (kept, Earlier());
            await BuildAsync();
            life.Dispose();
            earlier();
            foreach (var path in Directory.EnumerateFiles(top.In($"state/revisions/{last:D6}")).Where(path => !files.Contains(Path.GetFileName(path))))
            {
                if (files.Contains($"{Path.GetFileName(path)}.new"))
                {
                    StateFiles.Truncate(path);
                    File.Move(path, $"{path}.new");
                }
                else
                {
                    File.Delete(path);
                }
            }

            if (before.IsEmpty && Directory.Exists(top.In("state/guard")))
            {
                Directory.Delete(top.In("state/guard"), recursive: true); // It is written after the first revision.
            }

            kept = before;
            Restart();
        }

        /// <summary>Remembers what stands there now; to be put back as it is before older revisions are dropped.</summary>
        private Action Earlier()
        {
            if (!Directory.Exists(top.In("state/revisions")))
            {
                return () => { };
            }

            List<(string Path, byte[] Content)> files = [.. StateFiles.All(State).Select(path => (path, File.ReadAllBytes(path)))];
            return () =>
            {
                foreach (var (path, content) in files)
                {
                    _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    File.WriteAllBytes(path, content);
                }
            };
        }

        private void Fail()
        {
            isFailing = true;
            _ = Directory.CreateDirectory(Obstacle);
        }

        private void Clear()
        {
            isFailing = false;
            foreach (var obstacle in Directory.Exists(State) ? Directory.EnumerateDirectories(State, "*.new", SearchOption.AllDirectories).ToList() : [])
            {
                Directory.Delete(obstacle);
                if (int.Parse(Path.GetFileName(Path.GetDirectoryName(obstacle)!), CultureInfo.InvariantCulture) > last)
                {
                    Directory.Delete(Path.GetDirectoryName(obstacle)!); // Of a number that was not given yet.
                }
            }
        }

        private void AssertServed()
        {
            Assert.Equal(string.Join(' ', kept.Keys), life.KeptText);
            if (isFailing || kept.Count == 0)
            {
                return;
            }

            StateFiles.AssertPartsAreThoseOfTheLists(State);

            // A new process on the folder as it is now serves the same.
            var (newest, content) = (kept.Last().Key, life.Store.Current!.Record.ContentHash);
            Assert.True(life.Store.Newest!.Number >= newest);
            using var copy = new TemporaryFolder();
            foreach (var file in StateFiles.All(State))
            {
                var target = copy.In(Path.GetRelativePath(State, file));
                _ = Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }

            using var other = new Life(copy.Path, keep: Keep);
            Assert.Equal((pinned ?? newest, newest, content), (other.Served, other.Store.Newest!.Number, other.Store.Current!.Record.ContentHash));
            Assert.Contains($"extra-{kept[newest]}", other.Store.Newest.Record.Channels);
        }
    }
}
