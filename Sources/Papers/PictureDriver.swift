/// The other side of the pipe: a line with the longest side wanted and the bytes of a JPEG or PNG come in, a JPEG goes out; or one word that says what is wrong.
///
/// What goes out is drawn anew from pixels: nothing that stood beside them comes along. The way up that EXIF gives and the colours that a profile
/// gives are carried out first, since both are then gone. The size is looked at before anything is unpacked.
enum PictureDriver {
    /// A picture of more pixels is not unpacked: the largest that phones take have 50 million.
    static let mostPixels = 64_000_000
    static let unreadable = "unreadable"
    static let tooLarge = "too large"

    static let text = """
        import io, os, resource, sys
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))  # neither the database nor anybody's connection
        os.chdir("/")
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        from PIL import Image, ImageCms, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin
        Image.MAX_IMAGE_PIXELS = None  # counted below, before anything is unpacked
        PngImagePlugin.MAX_TEXT_MEMORY = 1 << 20

        def guard(event, arguments):
            if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork"):
                raise PermissionError(event)

        def end(content):
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
            os._exit(0)

        sys.addaudithook(guard)
        longest = int(sys.stdin.buffer.readline())
        try:
            picture = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=("JPEG", "PNG"))
            if picture.width * picture.height > \(mostPixels) or min(picture.size) < 1:
                end(b"\(tooLarge)")
            profile = picture.info.get("icc_profile")
            picture.draft(None, (longest * 2, longest * 2))  # a JPEG unpacks to what is wanted, not to what it holds
            picture = ImageOps.exif_transpose(picture)
            if picture.mode.startswith("I") or picture.mode == "F":
                picture = picture.point(lambda value: value / 256).convert("L")
            if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
                over = picture.convert("RGBA")
                picture = Image.new("RGBA", over.size, "white")
                picture.alpha_composite(over)
                picture = picture.convert("RGB")
            elif profile and picture.mode in ("RGB", "CMYK"):
                try:
                    picture = ImageCms.profileToProfile(picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB")
                except Exception:
                    pass
            picture = picture.convert("RGB")
            picture.thumbnail((longest, longest), Image.LANCZOS)
            clean = Image.new("RGB", picture.size)
            clean.paste(picture)
            made = io.BytesIO()
            clean.save(made, "JPEG", quality=82, optimize=True, progressive=True)
        except MemoryError:
            end(b"\(tooLarge)")
        except Exception:
            end(b"\(unreadable)")
        end(made.getvalue())
        """
}
