using System.Buffers.Binary;

namespace Interp.Benchmarks.Torch;

/// <summary>
/// Lets TorchSharp's native half load on Linux systems whose C++ library is older than GCC 13's. It names version GLIBCXX_3.4.32 of that
/// library for one symbol that it never calls (a marker of the header iostream). The requirement is marked as weak, which the loader
/// tolerates, in the copy beside this program.
/// </summary>
internal static class LibTorchLoader
{
    private const uint NeededVersionsSection = 0x6ffffffe;
    private const uint HashOfVersion = 0x0297f842;
    private const byte Weak = 2;

    /// <summary>Call before the first use of TorchSharp.</summary>
    public static void Prepare()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
        if (!OperatingSystem.IsLinux() || !File.Exists(file))
        {
            return;
        }

        var image = File.ReadAllBytes(file);
        if (MarkWeak(image))
        {
            File.WriteAllBytes(file, image);
        }
    }

    /// <summary>Walks the section headers of a 64-bit ELF file to its list of needed versions.</summary>
    private static bool MarkWeak(byte[] image)
    {
        var headers = (long)BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(0x28));
        int size = BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(0x3a));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(0x3c));
        for (var section = 0; section < count; section++)
        {
            var header = (int)(headers + ((long)section * size));
            if (Word(image, header + 4) == NeededVersionsSection)
            {
                return MarkWeak(image, (int)BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(header + 0x18)));
            }
        }

        return false;
    }

    private static bool MarkWeak(byte[] image, int library)
    {
        for (; ; library += (int)Word(image, library + 12))
        {
            var version = library + (int)Word(image, library + 8);
            for (var left = BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(library + 2)); left > 0; left--)
            {
                if (Word(image, version) == HashOfVersion)
                {
                    var changed = (image[version + 4] & Weak) == 0;
                    image[version + 4] |= Weak;
                    return changed;
                }

                version += (int)Word(image, version + 12);
            }

            if (Word(image, library + 12) == 0)
            {
                return false;
            }
        }
    }

    private static uint Word(byte[] image, int at) => BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(at));
}
