using UpdateService.Graph.Versions;
using UpdateService.Testing.Fuzzing;

namespace UpdateService.Graph.Tests.Versions;

/// <summary>Whatever stands where a name belongs.</summary>
public sealed class VersionFuzzTests
{
    private static readonly Corpus Versions = Corpus.Of(
        Tokens.Any,
        "4.16.3", "4.1.0-rc.1", "4.2.14+amd64", "4.2.11-s390x", "4.20.0-ec.4", "0.0.0-0.nightly-2026-03-04-050607", "18446744073709551615.0.1", "4.1.1-alpha.beta-x.12+exp.sha-5114f85.007");

    private static readonly Corpus Names = Corpus.Of(Tokens.Any, "stable-4.16", "candidate-4.20", "eus-4.18", "amd64", "multi", "ppc64le", "a-b.c-d", "-", ".");

    private static readonly ReleaseVersion Middle = ReleaseVersion.Parse("4.16.3");

    [Fact]
    public void A_version_is_read_or_refused_with_a_reason() => Fuzz.Texts(Versions, text =>
    {
        if (!ReleaseVersion.TryParse(text, out var version, out var reason))
        {
            Assert.Null(version);
            Fuzz.AssertTold(reason);
            return;
        }

        Assert.Equal(text, version.Text);
        Assert.Equal(text, version.Build.Length == 0 ? version.WithoutBuild.Text : $"{version.WithoutBuild}+{version.Build}");
        Assert.Equal(0, version.CompareTo(version.WithoutBuild));
        Assert.Equal(Math.Sign(version.CompareTo(Middle)), -Math.Sign(Middle.CompareTo(version)));
        Assert.Equal(version, ReleaseVersion.Parse(text));
        Assert.True(text.All(static character => char.IsAscii(character) && !char.IsControl(character)), text);
    });

    [Fact]
    public void A_name_of_a_version_is_read_or_refused_with_a_reason() => Fuzz.Texts(Versions, text =>
    {
        if (!VersionName.TryParse(text, out var name, out var reason))
        {
            Fuzz.AssertTold(reason);
            return;
        }

        Assert.True(VersionName.TryParse(name.ToString(), out var again, out _));
        Assert.Equal(name, again);
        Assert.Equal("", name.Version.Build);
    });

    [Fact]
    public void Names_of_channels_and_architectures_are_harmless_where_they_are_taken() => Fuzz.Texts(Names, text =>
    {
        Assert.Equal(Architecture.IsName(text), Architecture.TryParse(text, out var architecture));
        Assert.Equal(architecture is null ? null : text, architecture?.Name);
        if (ChannelName.CanBeRequested(text))
        {
            Assert.True(text.Length > 256 || ChannelName.Refuse(text) is null, text);
            Assert.DoesNotContain(',', text);
        }

        if (ChannelName.Refuse(text) is { } reason)
        {
            Fuzz.AssertTold(reason);
        }
        else
        {
            Assert.NotEqual("", text.Trim());
            Assert.Equal([text], text.Split(','));
        }

        Assert.Equal(0, ChannelName.SortOrder.Compare(text, text));
    });
}
